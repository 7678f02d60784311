namespace Hansard.Engine.Speech;

/// <summary>A stretch of a recording in frames of 10 ms.</summary>
/// <param name="Start">First frame.</param>
/// <param name="End">Frame after the last one.</param>
internal readonly record struct FrameRange(int Start, int End)
{
    /// <summary>Frames in it.</summary>
    public int Length => End - Start;

    /// <summary>Its duration in seconds.</summary>
    public double Seconds => Length / (double)FrameGrid.FramesPerSecond;

    /// <summary>All stretches of true in a mask, in order.</summary>
    public static List<FrameRange> Of(ReadOnlySpan<bool> mask)
    {
        List<FrameRange> ranges = [];
        for (var at = mask.IndexOf(true); at >= 0;)
        {
            var length = mask[at..].IndexOf(false);
            var end = length < 0 ? mask.Length : at + length;
            ranges.Add(new FrameRange(at, end));
            var next = mask[end..].IndexOf(true);
            at = next < 0 ? -1 : end + next;
        }
        return ranges;
    }
}
