namespace Hansard.Bench.Scoring;

/// <summary>Aligns the words that were said with those that were recognised (Levenshtein).</summary>
internal static class EditDistance
{
    /// <summary>Errors, and the pairs of indices that were matched or substituted.</summary>
    public static (int Errors, List<(int Reference, int Hypothesis)> Pairs) Align(
        IReadOnlyList<string> reference, IReadOnlyList<string> hypothesis)
    {
        var (n, m) = (reference.Count, hypothesis.Count);
        var d = new int[n + 1, m + 1];
        for (var i = 0; i <= n; i++) d[i, 0] = i;
        for (var j = 0; j <= m; j++) d[0, j] = j;
        for (var i = 1; i <= n; i++)
        {
            for (var j = 1; j <= m; j++)
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + Differ(i, j));
        }
        List<(int, int)> pairs = [];
        for (var (i, j) = (n, m); i > 0 && j > 0;)
        {
            if (d[i, j] == d[i - 1, j - 1] + Differ(i, j)) pairs.Add((--i, --j));
            else if (d[i, j] == d[i - 1, j] + 1) i--;
            else j--;
        }
        pairs.Reverse();
        return (d[n, m], pairs);

        int Differ(int i, int j) => reference[i - 1] == hypothesis[j - 1] ? 0 : 1;
    }
}
