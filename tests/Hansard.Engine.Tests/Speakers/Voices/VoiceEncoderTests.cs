using System.Diagnostics;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Tests.Recognition;

namespace Hansard.Engine.Tests.Speakers.Voices;

public sealed class VoiceEncoderTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(101)]
    [InlineData(250)]
    [InlineData(555)]
    public void Integers_give_nearly_the_voice_of_floating_point(int frames)
    {
        var folder = Path.Combine(Fixtures.Models, "campplus");
        using var exact = VoiceEncoder.Load(folder, integers: false);
        using var integers = VoiceEncoder.Load(folder);
        var clip = WavFile.Read(Fixtures.PathOf("audio", "clips", "en_cards_001.wav"));
        var features = new float[frames * KaldiFilterBank.Bands];
        var held = Math.Min(frames, KaldiFilterBank.FramesOf(clip.Length));
        KaldiFilterBank.Compute(clip, 1, held, features);
        features = features[..(held * 80)];
        frames = held;

        var cosine = UnitVector.Cosine(exact.Embed([.. features], frames), integers.Embed([.. features], frames));
        foreach (var (name, e) in new[] { ("float", exact), ("int", integers) })
        {
            var best = double.MaxValue;
            for (var k = 0; k < 40; k++)
            {
                var f = (float[])features.Clone();
                var w = Stopwatch.StartNew();
                e.Embed(f, frames);
                best = Math.Min(best, w.Elapsed.TotalMilliseconds);
            }
            Console.WriteLine($"{name} {frames}: {best:F2} ms, cosine {cosine:F5}");
        }

        Assert.InRange(cosine, 0.99f, 1.0001f);
    }
}
