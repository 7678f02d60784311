using Hansard.Engine.Recognition;
using Hansard.Engine.Tests.Speech;

namespace Hansard.Engine.Tests.Recognition;

public sealed class VoiceEvidenceTests
{
    private readonly VoiceEvidence _voice = new(VoiceActivity.Model);

    [Fact]
    public void A_sentence_is_a_voice_for_most_of_its_time()
    {
        var samples = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_LJ001-0001.wav"));
        var seconds = samples.Length / 16000.0;
        Assert.InRange(_voice.CertainSeconds(samples), 0.7 * seconds, seconds);
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("white noise")]
    [InlineData("brown noise")]
    [InlineData("chords")]
    [InlineData("hum")]
    [InlineData("clicks")]
    public void Sound_in_which_nobody_speaks_is_none(string kind)
        => Assert.InRange(_voice.CertainSeconds(SoundWithoutSpeech.Make(kind, 12)), 0, 0.2);

    [Fact]
    public void Nothing_is_none() => Assert.Equal(0, _voice.CertainSeconds([]));
}
