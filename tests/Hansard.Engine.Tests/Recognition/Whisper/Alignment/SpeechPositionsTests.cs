using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper.Alignment;

namespace Hansard.Engine.Tests.Recognition.Whisper.Alignment;

public sealed class SpeechPositionsTests
{
    private const int Second = AudioSpecification.SampleRate;

    [Fact]
    public void Speech_is_told_from_pauses_to_a_position()
    {
        var samples = Noise(3, 0.001f);
        Speak(samples, 0.5, 1.2);
        Speak(samples, 1.8, 2.6);
        Assert.Equal([(0.48, 1.22), (1.78, 2.62)], Stretches(samples, new SpeechInterval(0.3, 2.8)));
    }

    [Fact]
    public void Stops_within_words_are_no_pauses_and_clicks_no_speech()
    {
        var samples = Noise(3, 0.001f);
        Speak(samples, 0.5, 1.0);
        Speak(samples, 1.1, 1.5);
        Speak(samples, 2.2, 2.21);
        Assert.Equal([(0.48, 1.52)], Stretches(samples, new SpeechInterval(0.3, 2.8)));
    }

    [Fact]
    public void Pauses_are_told_in_noise_as_well()
    {
        var samples = Noise(4, 0.04f);
        Speak(samples, 0.5, 1.2);
        Speak(samples, 2.4, 3.2);
        Assert.Equal([(0.48, 1.22), (2.38, 3.22)], Stretches(samples, new SpeechInterval(0.2, 3.6)));
    }

    [Fact]
    public void Soft_speech_beside_loud_speech_stays()
    {
        var samples = Noise(4, 0.0005f);
        Speak(samples, 0.5, 1.2);
        Speak(samples, 2.4, 3.2, 0.012f);
        Assert.Equal([(0.48, 1.22), (2.38, 3.22)], Stretches(samples, new SpeechInterval(0.4, 1.3), new SpeechInterval(2.3, 3.3)));
    }

    [Fact]
    public void Outside_of_what_voice_activity_finds_nobody_speaks()
    {
        var samples = Noise(3, 0.001f);
        Speak(samples, 0.5, 2.5);
        Assert.Equal([(0.98, 2.02)], Stretches(samples, new SpeechInterval(1, 2)));
    }

    [Fact]
    public void Where_nothing_tells_all_may_be_speech()
    {
        Assert.All(SpeechPositions.Of(new float[Second], [], 50), Assert.True);
        Assert.All(SpeechPositions.Of([], [new SpeechInterval(0, 1)], 1), Assert.True);
    }

    private static (double Start, double End)[] Stretches(float[] samples, params SpeechInterval[] speech)
    {
        var spoken = SpeechPositions.Of(samples, speech, samples.Length / (Second / 50));
        List<(double, double)> stretches = [];
        for (var t = 0; t < spoken.Length;)
        {
            var from = t;
            while (t < spoken.Length && spoken[t] == spoken[from]) t++;
            if (spoken[from]) stretches.Add((Math.Round(from / 50.0, 2), Math.Round(t / 50.0, 2)));
        }
        return [.. stretches];
    }

    private static float[] Noise(int seconds, float level)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, seconds * Second).Select(_ => level * ((2 * random.NextSingle()) - 1))];
    }

    private static void Speak(float[] samples, double start, double end, float level = 0.3f)
    {
        for (var t = (int)(start * Second); t < (int)(end * Second); t++) samples[t] += level * MathF.Sin(t * 0.1f);
    }
}
