namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>
/// Follows local speakers from window to window: two of neighbouring windows are one chain where they are heard at the same time.
/// </summary>
internal static class LocalChains
{
    /// <summary>Share of the frames in which either is heard that both have to be heard in.</summary>
    private const double Agreement = 0.5;

    /// <param name="windows">In the order of their starts.</param>
    /// <param name="frames">Frames of the recording.</param>
    /// <returns>For each window and local speaker the number of its chain.</returns>
    public static int[][] Of(IReadOnlyList<LocalActivity> windows, int frames)
    {
        var chains = new int[windows.Count][];
        var count = 0;
        for (var i = 0; i < windows.Count; i++)
        {
            chains[i] = [.. Enumerable.Repeat(-1, Powerset.LocalSpeakers)];
            if (i > 0) Continue(windows[i - 1], chains[i - 1], windows[i], chains[i], frames);
            for (var local = 0; local < Powerset.LocalSpeakers; local++) if (chains[i][local] < 0) chains[i][local] = count++;
        }
        return chains;
    }

    private static void Continue(LocalActivity before, int[] beforeChains, LocalActivity window, int[] chains, int frames)
    {
        const int Locals = Powerset.LocalSpeakers;
        Span<int> both = stackalloc int[Locals * Locals], either = stackalloc int[Locals * Locals];
        both.Clear();
        either.Clear();
        var (from, to) = (Math.Max(
            before.Frames(frames).Start, window.Frames(frames).Start), Math.Min(before.Frames(frames).End, window.Frames(frames).End));
        for (var t = from; t < to; t++)
        {
            var (one, other) = (before.At(t), window.At(t));
            for (var a = 0; a < Locals; a++)
            {
                for (var b = 0; b < Locals; b++)
                {
                    var (x, y) = (Powerset.Contains(one, a), Powerset.Contains(other, b));
                    if (x && y) both[(a * Locals) + b]++;
                    if (x || y) either[(a * Locals) + b]++;
                }
            }
        }
        // With more than half in common no other pair can have as much: each is matched once.
        for (var a = 0; a < Locals; a++)
        {
            for (var b = 0; b < Locals; b++)
                if (both[(a * Locals) + b] > Agreement * either[(a * Locals) + b]) chains[b] = beforeChains[a];
        }
    }
}
