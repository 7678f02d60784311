using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speech;

/// <summary>The network, loaded once for all tests, and whole recordings through it.</summary>
internal static class VoiceActivity
{
    public static VoiceActivityModel Model { get; } = VoiceActivityModel.Load(Path.Combine(Fixtures.Models, "silero-vad"));

    public static float[] Probabilities(ReadOnlySpan<float> samples) => Probabilities(samples, VoiceActivityDetector.BlockFrames, out _);

    public static float[] Probabilities(ReadOnlySpan<float> samples, int blockFrames, out long skipped)
    {
        var detector = new VoiceActivityDetector(Model);
        var probabilities = new float[(samples.Length + 511) / 512];
        for (var at = 0; at < samples.Length; at += blockFrames * 512)
            detector.Process(samples.Slice(at, Math.Min(blockFrames * 512, samples.Length - at)), probabilities.AsSpan(at / 512));
        skipped = detector.SkippedFrames;
        return probabilities;
    }

    public static List<SpeechRegion> Regions(ReadOnlySpan<float> probabilities, long samples, SegmentationOptions options)
    {
        var segmenter = new SpeechSegmenter(options);
        foreach (var probability in probabilities) segmenter.Add(probability);
        segmenter.Finish(samples);
        var regions = new List<SpeechRegion>();
        while (segmenter.TryTake(out var region)) regions.Add(region);
        return regions;
    }

    public static async Task<List<SpeechSegment>> SegmentsAsync(float[] samples, WindowOptions? windows = null)
    {
        await using var audio = new MemoryAudio(samples);
        var reader = new SpeechSegmentReader(audio, Model, new SegmentationOptions(), windows ?? new WindowOptions());
        var segments = new List<SpeechSegment>();
        await foreach (var segment in reader.ReadAsync(TestContext.Current.CancellationToken)) segments.Add(segment);
        Assert.Equal(samples.Length, reader.SamplesRead);
        return segments;
    }

    /// <summary>Samples in memory as a recording.</summary>
    private sealed class MemoryAudio(float[] samples) : IAudioReader
    {
        private int _at;

        public ValueTask<int> ReadAsync(Memory<float> buffer, CancellationToken cancellationToken)
        {
            var count = Math.Min(buffer.Length, samples.Length - _at);
            samples.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
