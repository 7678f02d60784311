using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>
/// Cuts speech into pieces of one person each: where one local speaker of the window nearest to a frame is heard alone, as local speakers
/// of
/// different numbers are different people in 98 of 100 pairs.
/// </summary>
/// <remarks>Overlapped speech belongs to no piece, unless it lies within one person's.</remarks>
internal static class LocalPieces
{
    /// <summary>
    /// Frames of the longest piece, 2.5 s: longer ones hold two people too often, and shorter ones tell voices less well.
    /// </summary>
    public const int Longest = 250;

    /// <summary>Frames in which a local speaker may pause, or be spoken to, without another piece.</summary>
    private const int Gap = 20;

    /// <summary>Frames of the shortest piece: shorter ones have no voice.</summary>
    public const int Shortest = 15;

    /// <summary>Frames of the shortest piece in which the segmentation hears nobody, but the detector of speech does.</summary>
    private const int ShortestUnheard = 30;

    /// <summary>Frames at the end of a recording that its last window does not decide, and yet owns.</summary>
    private const int Rest = 5;

    /// <summary>No local speaker.</summary>
    private const int Nobody = -1;

    /// <param name="windows">In the order of their starts.</param>
    /// <param name="certain">Frames of speech.</param>
    /// <returns>In time order, without overlap.</returns>
    public static List<FrameRange> Cut(IReadOnlyList<LocalActivity> windows, ReadOnlySpan<bool> certain)
        => [.. Runs(windows, certain).SelectMany(run => Even(run, (run.Length + Longest - 1) / Longest))];

    /// <summary>Stretches of one person each, however long.</summary>
    /// <inheritdoc cref="Cut"/>
    public static List<FrameRange> Runs(IReadOnlyList<LocalActivity> windows, ReadOnlySpan<bool> certain)
    {
        var (alone, overlapped) = (new int[certain.Length], new bool[certain.Length]);
        Array.Fill(alone, Nobody);
        var chains = LocalChains.Of(windows, certain.Length);
        for (var i = 0; i < windows.Count; i++)
        {
            var own = Own(windows, i, certain.Length);
            for (var t = own.Start; t < own.End; t++)
            {
                var set = windows[i].At(t);
                overlapped[t] = Powerset.Count(set) > 1;
                // The first three classes after "nobody" are the local speakers by themselves.
                if (certain[t] && Powerset.Count(set) == 1) alone[t] = chains[i][set - 1];
            }
        }
        var runs = Runs(alone);
        var unheard = new bool[certain.Length];
        for (var t = 0; t < unheard.Length; t++) unheard[t] = certain[t] && !overlapped[t];
        foreach (var run in runs)
        {
            var (from, to) = (Math.Max(0, run.Start - Gap), Math.Min(unheard.Length, run.End + Gap));
            unheard.AsSpan(from, to - from).Clear();
        }
        runs.AddRange(FrameRange.Of(unheard).Where(r => r.Length >= ShortestUnheard));
        runs.Sort((a, b) => a.Start.CompareTo(b.Start));
        return runs;
    }

    /// <summary>Cuts a stretch into even parts.</summary>
    /// <param name="range">The stretch.</param>
    /// <param name="parts">How many, at least 1.</param>
    public static IEnumerable<FrameRange> Even(FrameRange range, int parts)
    {
        for (var i = 0; i < parts; i++) yield return new FrameRange(Edge(i), Edge(i + 1));

        int Edge(int part) => (int)Math.Round(range.Start + (range.Length * (double)part / parts));
    }

    /// <summary>The frames that are nearer to the middle of a window than to any other's, of those that it decides.</summary>
    private static FrameRange Own(IReadOnlyList<LocalActivity> windows, int index, int frames)
    {
        var range = windows[index].Frames(frames);
        var from = index == 0 ? range.Start : Math.Max(range.Start, Between(windows[index - 1], windows[index]));
        var end = frames - range.End <= Rest ? frames : range.End;
        var to = index + 1 == windows.Count ? end : Math.Min(range.End, Between(windows[index], windows[index + 1]));
        return new FrameRange(from, Math.Max(from, to));
    }

    private static int Between(LocalActivity one, LocalActivity next)
        => (int)(((one.Start + next.Start + SegmentationWindows.Samples) / 2) / FrameGrid.FrameSamples);

    private static List<FrameRange> Runs(int[] alone)
    {
        List<FrameRange> runs = [];
        var last = Nobody;
        for (var t = 0; t < alone.Length;)
        {
            var start = t;
            while (t < alone.Length && alone[t] == alone[start]) t++;
            if (alone[start] == Nobody) continue;
            if (runs.Count > 0 && alone[start] == last && start - runs[^1].End <= Gap) runs[^1] = runs[^1] with { End = t };
            else runs.Add(new FrameRange(start, t));
            last = alone[start];
        }
        runs.RemoveAll(r => r.Length < Shortest);
        return runs;
    }
}
