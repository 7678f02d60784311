namespace Hansard.Bench.Scoring;

/// <summary>Aligns what was said with what was recognised (Levenshtein).</summary>
internal static class EditDistance
{
    /// <summary>Aligns two sequences with the fewest errors.</summary>
    public static Alignment Align(
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
        List<AlignedPair> pairs = [];
        for (var (i, j) = (n, m); i > 0 && j > 0;)
        {
            if (d[i, j] == d[i - 1, j - 1] + Differ(i, j)) pairs.Add(new AlignedPair(--i, --j));
            else if (d[i, j] == d[i - 1, j] + 1) i--;
            else j--;
        }
        pairs.Reverse();
        return new Alignment(d[n, m], pairs);

        int Differ(int i, int j) => reference[i - 1] == hypothesis[j - 1] ? 0 : 1;
    }

    /// <summary>Two sequences aligned.</summary>
    /// <param name="Errors">Substitutions, deletions and insertions.</param>
    /// <param name="Pairs">Indices that were matched or substituted.</param>
    internal sealed record Alignment(int Errors, List<AlignedPair> Pairs);

    internal readonly record struct AlignedPair(int Reference, int Hypothesis);
}
