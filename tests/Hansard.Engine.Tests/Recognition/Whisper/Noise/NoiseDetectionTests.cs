using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Tests.Speech;

namespace Hansard.Engine.Tests.Recognition.Whisper.Noise;

/// <summary>Windows that were taken for speech by mistake, as the default model recognises them.</summary>
public sealed class NoiseDetectionTests(RewrittenModel model) : IClassFixture<RewrittenModel>
{
    public static TheoryData<string, string> Sounds()
    {
        var data = new TheoryData<string, string>();
        foreach (var kind in (string[])["silence", "quiet noise", "white noise", "chords", "hum", "clicks"])
            foreach (var language in (string[])["en", "es", "ja"]) data.Add(kind, language);
        return data;
    }

    [Theory]
    [MemberData(nameof(Sounds))]
    public void Sound_in_which_nobody_speaks_becomes_no_words(string kind, string language)
    {
        var window = Recognise(SoundWithoutSpeech.Make(kind, 2), language);
        Assert.True(window.Words.Count == 0, window.Text);
    }

    [Theory]
    [InlineData("ru")] // "СМЕХ" otherwise, which is Russian for laughter
    [InlineData("ko")] // "ㅎㅎㅎㅎㅎ"
    [InlineData("en")] // "Yeah."
    [InlineData("es")] // "¡Hasta la próxima!"
    [InlineData("ja")] // "んん"
    public void Laughter_of_a_meeting_becomes_no_words(string language)
    {
        var window = Recognise(WavFile.Read(Fixtures.PathOf("audio", "noise", "laughter_trn01.wav")), language);
        Assert.True(window.Words.Count == 0, window.Text);
        Assert.True(window.IsNoise || window.Text.Length == 0);
    }

    [Fact]
    public void Short_sentences_that_are_said_stay()
    {
        Assert.NotEmpty(Recognise(WavFile.Read(Fixtures.PathOf("audio", "clips", "en_cards_001.wav")), "en").Words);
        // "of clubs" and the like: a word or two, cut out of a sentence.
        var clip = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"));
        Assert.NotEmpty(Recognise(clip[..16_000], "en").Words);
    }

    private RecognisedWindow Recognise(float[] samples, string language)
    {
        using var recogniser = new WindowRecogniser(model.Whisper, voice: new VoiceEvidence(VoiceActivity.Model));
        return recogniser.Recognise(
            [new RecognitionRequest(samples, [new SpeechInterval(0, samples.Length / 16000.0)], language)],
            TestContext.Current.CancellationToken)[0];
    }
}
