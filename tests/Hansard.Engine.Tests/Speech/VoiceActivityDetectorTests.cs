using Hansard.Engine.Speech;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests.Speech;

public sealed class VoiceActivityDetectorTests
{
    private static readonly string Clip = Fixtures.PathOf("audio", "clips", "en_test.wav");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [Requires("ffmpeg")]
    public async Task Probabilities_do_not_depend_on_the_blocks(int frames)
    {
        var samples = await Recordings.ReadAllAsync(Clip);
        var whole = VoiceActivity.Probabilities(samples);
        var blocks = VoiceActivity.Probabilities(samples, frames, out _);
        for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], blocks[i], 1e-5f);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Skipping_digital_silence_moves_no_region_by_more_than_a_frame()
    {
        // A sample of 1e-30 is silence to the network, and not to the rule that skips zeros.
        var clip = await Recordings.ReadAllAsync(Clip);
        float[] zeros = [.. clip.AsSpan(0, 40_000), .. new float[320_000], .. clip];
        var nearly = (float[])zeros.Clone();
        for (var i = 40_000; i < 360_000; i++) nearly[i] = 1e-30f;

        var skipping = VoiceActivity.Probabilities(zeros, 256, out var skipped);
        var running = VoiceActivity.Probabilities(nearly, 256, out var none);
        Assert.Equal(0, none);
        Assert.InRange(skipped, 490, 500);
        var worst = skipping.Zip(running, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(worst < 0.1, $"off by {worst}");
        var expected = VoiceActivity.Regions(running, zeros.Length, new SegmentationOptions());
        var regions = VoiceActivity.Regions(skipping, zeros.Length, new SegmentationOptions());
        Assert.Equal(expected.Count, regions.Count);
        foreach (var (e, r) in expected.Zip(regions))
        {
            Assert.InRange(r.Start - e.Start, -512, 512);
            Assert.InRange(r.End - e.End, -512, 512);
        }
    }

    [Fact]
    public void An_hour_of_digital_silence_is_hardly_computed()
    {
        var probabilities = VoiceActivity.Probabilities(new float[3600 * 16000], 256, out var skipped);
        Assert.Equal(125, probabilities.Length - skipped);
        Assert.All(probabilities, p => Assert.InRange(p, 0, 0.1f));
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("quiet noise")]
    [InlineData("white noise")]
    [InlineData("loud noise")]
    [InlineData("brown noise")]
    [InlineData("sweep")]
    [InlineData("chords")]
    [InlineData("hum")]
    [InlineData("clicks")]
    public async Task A_minute_of_sound_without_speech_has_no_speech(string kind)
    {
        var samples = SoundWithoutSpeech.Make(kind, 60);
        var highest = VoiceActivity.Probabilities(samples).Max();
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: at most {highest:0.000}");
        Assert.True((await VoiceActivity.SegmentsAsync(samples)).Count == 0, $"{kind}: probability up to {highest}");
    }
}
