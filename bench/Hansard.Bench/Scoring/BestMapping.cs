namespace Hansard.Bench.Scoring;

/// <summary>The one-to-one mapping of found speakers to true ones that agrees most.</summary>
internal static class BestMapping
{
    /// <summary>Up to this many columns all mappings are tried, by dynamic programming over sets of them.</summary>
    private const int Exhaustive = 20; // As many are found at most.

    /// <param name="agreement">[true, found]: how much each pair agrees.</param>
    /// <returns>The sum over the mapped pairs.</returns>
    public static int Score(int[,] agreement)
    {
        var (rows, columns) = (agreement.GetLength(0), agreement.GetLength(1));
        if (columns > Exhaustive)
            throw new NotSupportedException($"{columns} speakers were found, and mappings of at most {Exhaustive} are tried.");
        // best[set]: the most that the rows so far can agree when they use only the columns of the set.
        var best = new int[1 << columns];
        for (var row = 0; row < rows; row++)
        {
            var next = (int[])best.Clone();
            for (var set = 0; set < best.Length; set++)
            {
                for (var column = 0; column < columns; column++)
                    if ((set & (1 << column)) != 0) next[set] = Math.Max(next[set], best[set & ~(1 << column)] + agreement[row, column]);
            }
            best = next;
        }
        return best[^1];
    }
}
