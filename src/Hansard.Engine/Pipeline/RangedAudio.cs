using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Stretches of a recording, one after the other, as one recording.</summary>
/// <param name="audio">The recording; owned from here on, and not read beyond the last stretch.</param>
/// <param name="ranges">In any order, perhaps overlapping.</param>
internal sealed class RangedAudio(IAudioReader audio, IReadOnlyList<TimeRange> ranges) : IAudioReader
{
    private readonly float[] _skipped = new float[1 << 14];
    private readonly Queue<SampleRange> _ranges = new(Merged(ranges));
    private long _position;

    /// <inheritdoc />
    public TimeSpan? StatedDuration { get; } = audio.StatedDuration is { } whole
        ? AudioSpecification.Duration(Merged(ranges).Sum(range => Math.Max(0, Math.Min(range.End, Sample(whole)) - range.Start)))
        : null;

    /// <inheritdoc />
    public IReadOnlyList<string> Warnings => audio.Warnings;

    /// <inheritdoc />
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < samples.Length && _ranges.TryPeek(out var range))
        {
            var skips = _position < range.Start;
            var block = skips
                ? _skipped.AsMemory(0, (int)Math.Min(_skipped.Length, range.Start - _position))
                : samples.Slice(filled, (int)Math.Min(samples.Length - filled, range.End - _position));
            var count = await audio.ReadAsync(block, cancellationToken).ConfigureAwait(false);
            _position += count;
            if (!skips) filled += count;
            if (count < block.Length) _ranges.Clear();
            else if (_position >= range.End) _ranges.Dequeue();
        }
        return filled;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => audio.DisposeAsync();

    private static List<SampleRange> Merged(IReadOnlyList<TimeRange> ranges)
    {
        List<SampleRange> merged = [];
        foreach (var range in ranges.Select(r => new SampleRange(Sample(r.Start), Sample(r.End))).OrderBy(r => r.Start))
        {
            if (range.End <= range.Start) continue;
            if (merged.Count > 0 && range.Start <= merged[^1].End)
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, range.End) };
            else
                merged.Add(range);
        }
        return merged;
    }

    private static long Sample(TimeSpan time) => (long)(time.TotalSeconds * AudioSpecification.SampleRate);

    private readonly record struct SampleRange(long Start, long End);
}
