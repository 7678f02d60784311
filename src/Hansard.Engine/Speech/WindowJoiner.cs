namespace Hansard.Engine.Speech;

/// <summary>
/// Joins neighbouring segments to windows: the recogniser works best with context, and every window costs its padding.
/// </summary>
/// <remarks>
/// Greedy, as in the reference for mixed recordings: a segment goes to the window before it if the pause is short and both fit. A window of
/// a word or two waits longer for the next, because a word without context is often misrecognised.
/// </remarks>
internal sealed class WindowJoiner(WindowOptions options)
{
    private readonly List<SpeechSegment> _run = [];

    /// <summary>Takes the next segment of the recording.</summary>
    /// <param name="segment">A segment that lies after the one before.</param>
    /// <param name="mayJoin">Whether it may share a window with the one before: false where the language changes.</param>
    /// <returns>The window before it, if that is complete now.</returns>
    public SpeechWindow? Add(SpeechSegment segment, bool mayJoin = true)
    {
        var finished = mayJoin && Fits(segment) ? null : Finish();
        _run.Add(segment);
        return finished;
    }

    /// <summary>Ends the recording (or a part of it).</summary>
    /// <returns>The last window; null if there is none.</returns>
    public SpeechWindow? Finish()
    {
        if (_run.Count == 0) return null;
        var window = Join(_run);
        _run.Clear();
        return window;
    }

    private bool Fits(SpeechSegment segment)
        => _run.Count > 0
        && segment.Region.Start - _run[^1].Region.End < LongestPause
        && segment.Region.End - _run[0].Region.Start <= options.MaximumRegion;

    private int LongestPause
        => _run[^1].Region.End - _run[0].Region.Start < options.ShortWindow ? options.JoinedPauseAfterShort : options.JoinedPause;

    /// <summary>
    /// Sound kept before a window's first region: words begin softly, before voice activity is sure of them. Of a pause at most half, which
    /// leaves the other half to what was said before; at the recording's start there is nothing else to leave out.
    /// </summary>
    private long Lead(SpeechSegment first)
    {
        var available = first.Region.Start - first.SamplesStart;
        if (first.SamplesStart == 0) return Math.Min(available, options.LeadAtStart);
        return Math.Max(Math.Min(available, options.Margin), Math.Min(available / 2, options.Lead));
    }

    private SpeechWindow Join(List<SpeechSegment> run)
    {
        var (first, last) = (run[0], run[^1]);
        var start = first.Region.Start - Lead(first);
        var samples = new float[last.SamplesEnd - start];
        var from = start;
        foreach (var segment in run)
        {
            // Up to the end of its region; the sound after it comes from the next segment, or from the last one's margin.
            var to = ReferenceEquals(segment, last) ? segment.SamplesEnd : segment.Region.End;
            segment.Samples.AsSpan((int)(from - segment.SamplesStart), (int)(to - from)).CopyTo(samples.AsSpan((int)(from - start)));
            from = to;
        }

        return new SpeechWindow(start, samples, [.. run.Select(segment => segment.Region)]);
    }
}
