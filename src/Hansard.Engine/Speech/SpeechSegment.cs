namespace Hansard.Engine.Speech;

/// <summary>
/// A speech region that fits into a window, with its sound and some before and after it.
/// </summary>
/// <param name="Region">Where it lies in the recording.</param>
/// <param name="SamplesStart">
/// The position of the first of <paramref name="Samples"/>: the end of the segment before, or the longest pause that regions are
/// joined across, whichever is later. So the sound between two segments that may be joined is there.
/// </param>
/// <param name="Samples">The sound up to a margin after the region, or to its end where a region was cut or the recording ends.</param>
internal sealed record SpeechSegment(SpeechRegion Region, long SamplesStart, float[] Samples)
{
    /// <summary>The region's own sound.</summary>
    public ReadOnlyMemory<float> Speech => Samples.AsMemory((int)(Region.Start - SamplesStart), (int)Region.Length);

    /// <summary>The position after the last sample.</summary>
    public long SamplesEnd => SamplesStart + Samples.Length;
}
