namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Dynamic time warping (Sakoe and Chiba 1978) as openai/whisper's timing.dtw_cpu does it.</summary>
internal static class DynamicTimeWarping
{
    private const byte Diagonal = 0, NextRow = 1, NextColumn = 2;

    /// <summary>The cheapest monotonic path; ties prefer the diagonal, then the next row, then the next column.</summary>
    /// <param name="cost">[rows, columns].</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="crossing">Cost of every column of coming to it other than to <paramref name="beginnings"/>; empty for none.</param>
    /// <param name="beginnings">For each row whether it may begin at such a column for nothing; empty for none.</param>
    /// <returns>The first column of every row.</returns>
    public static int[] FirstColumns(
        ReadOnlySpan<double> cost, int rows, int columns, ReadOnlySpan<double> crossing = default, ReadOnlySpan<bool> beginnings = default)
    {
        var previous = new double[columns + 1];
        var current = new double[columns + 1];
        var moves = new byte[(rows + 1) * (columns + 1)];
        Array.Fill(previous, double.PositiveInfinity);
        previous[0] = 0;
        for (var i = 1; i <= rows; i++)
        {
            current[0] = double.PositiveInfinity;
            for (var j = 1; j <= columns; j++)
            {
                var extra = crossing.IsEmpty ? 0 : crossing[j - 1];
                var (best, move) = (previous[j - 1] + (extra > 0 && !beginnings[i - 1] ? extra : 0), Diagonal);
                if (previous[j] < best) (best, move) = (previous[j], NextRow);
                if (current[j - 1] + extra < best) (best, move) = (current[j - 1] + extra, NextColumn);
                current[j] = cost[((i - 1) * columns) + j - 1] + best;
                moves[(i * (columns + 1)) + j] = move;
            }
            (previous, current) = (current, previous);
        }

        var first = new int[rows];
        for (var (i, j) = (rows, columns); i > 0 && j > 0;)
        {
            first[i - 1] = j - 1;
            var move = moves[(i * (columns + 1)) + j];
            if (move != NextColumn) i--;
            if (move != NextRow) j--;
        }
        return first;
    }
}
