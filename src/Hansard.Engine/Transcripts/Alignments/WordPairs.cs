using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Transcripts.Alignments;

/// <summary>Pairs the words of a given text with those that were recognised.</summary>
/// <remarks>
/// Words that are the same are matched first, then those between that are alike or have figures, in order: a dynamic programme that pairs
/// as much likeness as it can.
/// </remarks>
internal static class WordPairs
{
    // "Their" and "there" are 0.6 alike, "cats" and "dogs" 0.25.
    private const double LeastLikeness = 0.4;

    // Between two matches: what is longer is another text. A table of it takes 2 MB.
    private const int LongestStretch = 500;

    /// <returns>For each word of the text the index of the one that was recognised; -1: none.</returns>
    public static int[] Of(IReadOnlyList<TextUnit> text, IReadOnlyList<TextUnit> recognised)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var pairs = SequenceMatch.Of(Numbered(recognised), Numbered(text));
        for (int word = 0, after = 0; word <= pairs.Length; word++)
        {
            if (word < pairs.Length && pairs[word] < 0) continue;
            var first = word;
            while (first > 0 && pairs[first - 1] < 0) first--;
            var end = word < pairs.Length ? pairs[word] : recognised.Count;
            PairAlike(text, recognised, first, word, after, end, pairs);
            after = end + 1;
        }
        return pairs;

        int[] Numbered(IReadOnlyList<TextUnit> units) => [.. units.Select(unit =>
        {
            if (!numbers.TryGetValue(unit.Folded, out var number)) numbers.Add(unit.Folded, number = numbers.Count);
            return number;
        })];
    }

    private static void PairAlike(
        IReadOnlyList<TextUnit> text, IReadOnlyList<TextUnit> recognised, int first, int end, int start, int stop, int[] pairs)
    {
        var (rows, columns) = (end - first, stop - start);
        if (rows <= 0 || columns <= 0 || rows > LongestStretch || columns > LongestStretch) return;
        var best = new double[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                var likeness = Likeness(text[first + i].Folded, recognised[start + j].Folded);
                var paired = likeness >= LeastLikeness ? likeness + best[i + 1, j + 1] : 0;
                best[i, j] = Math.Max(paired, Math.Max(best[i + 1, j], best[i, j + 1]));
            }
        }
        for (int i = 0, j = 0; i < rows && j < columns;)
        {
            if (best[i, j] <= best[i + 1, j]) i++;
            else if (best[i, j] <= best[i, j + 1]) j++;
            else pairs[first + i++] = start + j++;
        }
    }

    private static double Likeness(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0) return 0;
        if (a.Any(char.IsDigit) != b.Any(char.IsDigit)) return LeastLikeness;
        if (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)) return LeastLikeness;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }
        return 1 - (double)row[^1] / Math.Max(a.Length, b.Length);
    }
}
