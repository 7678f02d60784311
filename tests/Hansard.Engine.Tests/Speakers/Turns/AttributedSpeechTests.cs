using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Tests.Speakers.Turns;

public sealed class AttributedSpeechTests
{
    [Fact]
    public void Voices_follow_speakers_into_the_numbers_of_their_first_words()
    {
        // The last of three speakers has the first word, the first of them has none at all.
        sbyte[] first = [.. new sbyte[] { 2, 0, 1 }.SelectMany(speaker => Enumerable.Repeat(speaker, 50))];
        var nobody = Enumerable.Repeat(SpeakerActivity.Nobody, first.Length).ToArray();
        var activity = new SpeakerActivity(first, nobody, 3) { Voices = [Voice(10), Voice(11), Voice(12)] };

        var spoken = AttributedSpeech.ByVoice([[Word(" Hello", 0, 0.5)], [Word(" there.", 1, 1.5)]], activity);

        Assert.Equal(["1", "2"], spoken.Windows.SelectMany(w => w).Select(w => w.Speaker));
        Assert.Equal(["1", "3", "2"], spoken.Turns.Select(t => t.Speaker));
        Assert.Equal([12, 11, 10], spoken.Voices.Select(v => v!.Seconds));
    }

    [Fact]
    public void Voices_of_channels_follow_the_numbers_of_who_speaks_first()
    {
        ChannelSpeech[] channels =
        [
            new([Word(" Second.", 2, 3)], [new FrameRange(200, 300)], One(10)),
            new([Word(" First.", 0, 1)], [new FrameRange(0, 100)], One(11)),
        ];
        Assert.Equal([11, 10], AttributedSpeech.ByChannel(channels).Voices.Select(v => v!.Seconds));
    }

    [Fact]
    public void Speakers_of_too_little_speech_have_no_voice()
    {
        var spoken = AttributedSpeech.ByVoice([[Word(" Hm", 0, 0.3)]], SpeakerActivity.OfOne([true, true]));
        Assert.Equal([null], spoken.Voices);
    }

    private static SpeakerActivity One(double seconds) => new([], [], 1) { Voices = [Voice(seconds)] };

    private static SpeakerVoice Voice(double seconds) => new([1], seconds);

    private static RecognisedWord Word(string text, double start, double end)
        => new(text, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), 1, "en");
}
