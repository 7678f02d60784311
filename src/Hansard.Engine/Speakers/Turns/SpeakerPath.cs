namespace Hansard.Engine.Speakers.Turns;

/// <summary>The likeliest sequence of speakers, when every change costs something: Viterbi's algorithm.</summary>
internal static class SpeakerPath
{
    /// <param name="scores">For each step, how well each speaker fits.</param>
    /// <param name="penalties">For each step, what a change before it costs; the first counts for nothing.</param>
    /// <returns>A speaker for each step.</returns>
    public static int[] Find(IReadOnlyList<float[]> scores, IReadOnlyList<float> penalties)
    {
        if (scores.Count == 0) return [];
        var speakers = scores[0].Length;
        var best = (float[])scores[0].Clone();
        var back = new byte[scores.Count * speakers];
        for (var t = 1; t < scores.Count; t++)
        {
            var top = Highest(best);
            var move = best[top] - penalties[t];
            for (var s = 0; s < speakers; s++)
            {
                var stays = best[s] >= move;
                back[(t * speakers) + s] = (byte)(stays ? s : top);
                best[s] = (stays ? best[s] : move) + scores[t][s];
            }
            // Sums of five hours would lose the digits that matter.
            var high = best.Max();
            for (var s = 0; s < speakers; s++) best[s] -= high;
        }
        var path = new int[scores.Count];
        path[^1] = Highest(best);
        for (var t = scores.Count - 1; t > 0; t--) path[t - 1] = back[(t * speakers) + path[t]];
        return path;
    }

    private static int Highest(float[] values) => Array.IndexOf(values, values.Max());
}
