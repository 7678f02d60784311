namespace Hansard.Engine.Transcripts;

/// <summary>Puts the times of cues on the frames of a film, and the least gap between them.</summary>
internal static class SubtitleFrames
{
    /// <param name="cues">In time order, of one track.</param>
    /// <param name="options">Frame rate and gap.</param>
    public static IReadOnlyList<SubtitleCue> Align(IReadOnlyList<SubtitleCue> cues, SubtitleOptions options)
    {
        if (options.Gap == TimeSpan.Zero && options.FrameRate is null) return cues;
        // An hour of frames of 41.67 ms drifts if they are rounded to milliseconds one by one.
        var frame = options.FrameRate is { } rate ? TimeSpan.TicksPerSecond / rate : TimeSpan.TicksPerMillisecond;
        var gap = (long)Math.Round(options.Gap.Ticks / frame);
        var starts = cues.Select(cue => (long)Math.Round(cue.Start.Ticks / frame)).ToArray();
        for (var i = 1; i < starts.Length; i++) starts[i] = Math.Max(starts[i], starts[i - 1] + 1);
        var aligned = new SubtitleCue[cues.Count];
        for (var i = 0; i < cues.Count; i++)
        {
            var end = (long)Math.Round(cues[i].End.Ticks / frame);
            // Two people who speak at once keep their overlap.
            if (i + 1 < cues.Count && cues[i].End <= cues[i + 1].Start) end = Math.Min(end, starts[i + 1] - gap);
            aligned[i] = cues[i] with { Start = At(starts[i]), End = At(Math.Max(end, starts[i] + 1)) };
        }
        return aligned;

        TimeSpan At(long frames) => TimeSpan.FromTicks((long)Math.Round(frames * frame));
    }
}
