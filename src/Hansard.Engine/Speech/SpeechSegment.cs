namespace Hansard.Engine.Speech;

/// <summary>
/// A speech region that fits into a window, with its sound and some before and after it.
/// </summary>
/// <param name="Region">Place in the recording.</param>
/// <param name="SamplesStart">
/// The position of the first of <paramref name="Samples"/>: the end of the segment before, or the longest pause that regions are
/// joined across, whichever is later. So the sound between two segments that may be joined is there.
/// </param>
/// <param name="Samples">The sound up to a margin after the region, or to its end where a region was cut or the recording ends.</param>
internal sealed record SpeechSegment(SpeechRegion Region, long SamplesStart, float[] Samples)
{
    /// <summary>The region's own sound.</summary>
    public ReadOnlyMemory<float> Speech => Samples.AsMemory((int)(Region.Start - SamplesStart), (int)Region.Length);

    /// <summary>Silences inside of the region, in order.</summary>
    public IReadOnlyList<SpeechPause> Pauses { get; init; } = [];

    /// <summary>The segment in parts.</summary>
    /// <param name="cuts">Positions inside of the region, in order.</param>
    public IReadOnlyList<SpeechSegment> Cut(IReadOnlyList<long> cuts)
    {
        if (cuts.Count == 0) return [this];
        List<SpeechSegment> parts = [];
        for (var i = 0; i <= cuts.Count; i++)
        {
            var (from, to) = (i == 0 ? SamplesStart : cuts[i - 1], i == cuts.Count ? SamplesEnd : cuts[i]);
            var region = new SpeechRegion(Math.Max(from, Region.Start), Math.Min(to, Region.End));
            parts.Add(new SpeechSegment(region, from, Samples[(int)(from - SamplesStart)..(int)(to - SamplesStart)])
            {
                Pauses = [.. Pauses.Where(p => p.Start > region.Start && p.End < region.End)],
            });
        }
        return parts;
    }

    /// <summary>The position after the last sample.</summary>
    public long SamplesEnd => SamplesStart + Samples.Length;
}
