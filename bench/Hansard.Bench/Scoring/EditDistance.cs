namespace Hansard.Bench.Scoring;

/// <summary>Aligns the words that were said with those that were recognised (Levenshtein).</summary>
internal static class EditDistance
{
    /// <summary>Counts the errors, and finds the pairs that were matched or substituted.</summary>
    public static Alignment Align(IReadOnlyList<string> reference, IReadOnlyList<string> hypothesis)
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
}

/// <summary>Two texts side by side.</summary>
/// <param name="Errors">Units inserted, deleted and substituted.</param>
/// <param name="Pairs">Units that were matched or substituted, in order.</param>
internal sealed record Alignment(int Errors, IReadOnlyList<AlignedPair> Pairs);

/// <summary>The indices of two units that stand for each other.</summary>
internal readonly record struct AlignedPair(int Reference, int Hypothesis);
