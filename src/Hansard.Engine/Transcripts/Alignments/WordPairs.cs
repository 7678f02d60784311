using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Transcripts.Alignments;

/// <summary>Pairs of the words of a given text and those that were recognised.</summary>
/// <remarks>
/// Words that are the same are matched first, then those between that are alike or have figures, in order: a dynamic programme that pairs
/// as much likeness as it can. Two words may be one on the other side ("thy self", "ill-disposed").
/// </remarks>
internal sealed class WordPairs
{
    // "Their" and "there" are 0.6 alike, "cats" and "dogs" 0.25.
    private const double LeastLikeness = 0.4;

    // Of two words to one, joined.
    private const double LeastJoined = 0.8;

    // Words of one to three letters that begin alike are heard for one another: "due" and "do".
    private const int ShortWord = 3;

    // Between two matches: what is longer is another text. A table of it takes 2 MB.
    private const int LongestStretch = 500;

    private readonly IReadOnlyList<TextUnit> _text;
    private readonly IReadOnlyList<TextUnit> _recognised;
    private readonly bool[] _isSaid;
    private readonly bool[] _isWritten;

    private WordPairs(IReadOnlyList<TextUnit> text, IReadOnlyList<TextUnit> recognised)
    {
        (_text, _recognised) = (text, recognised);
        (_isSaid, _isWritten) = (new bool[text.Count], new bool[recognised.Count]);
    }

    /// <summary>Pairs them.</summary>
    public static WordPairs Of(IReadOnlyList<TextUnit> text, IReadOnlyList<TextUnit> recognised)
    {
        var pairs = new WordPairs(text, recognised);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var same = SequenceMatch.Of(Numbered(recognised), Numbered(text));
        for (int word = 0, first = 0, after = 0; word <= same.Length; word++)
        {
            if (word < same.Length && same[word] < 0) continue;
            var end = word < same.Length ? same[word] : recognised.Count;
            pairs.PairAlike(first, word, after, end);
            if (word < same.Length) pairs.Pair(word, end, 1, 1);
            (first, after) = (word + 1, end + 1);
        }

        return pairs;

        int[] Numbered(IReadOnlyList<TextUnit> units) => [.. units.Select(unit =>
        {
            if (!numbers.TryGetValue(unit.Folded, out var number)) numbers.Add(unit.Folded, number = numbers.Count);
            return number;
        })];
    }

    /// <summary>Tells whether a word of the text was recognised.</summary>
    public bool IsSaid(int word) => _isSaid[word];

    /// <summary>Tells whether the text has a word that was recognised.</summary>
    public bool IsWritten(int word) => _isWritten[word];

    private void PairAlike(int first, int end, int start, int stop)
    {
        var (rows, columns) = (end - first, stop - start);
        if (rows <= 0 || columns <= 0 || rows > LongestStretch || columns > LongestStretch) return;
        var best = new double[rows + 1, columns + 1];
        var step = new (int Text, int Heard)[rows, columns];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                (best[i, j], step[i, j]) = best[i + 1, j] >= best[i, j + 1] ? (best[i + 1, j], (1, 0)) : (best[i, j + 1], (0, 1));
                Try(1, 1, Likeness(Text(i), Heard(j)), LeastLikeness);
                if (i + 1 < rows) Try(2, 1, Alikeness(Text(i) + Text(i + 1), Heard(j)), LeastJoined);
                if (j + 1 < columns) Try(1, 2, Alikeness(Text(i), Heard(j) + Heard(j + 1)), LeastJoined);

                // Two words to one explain three.
                void Try(int text, int heard, double likeness, double least)
                {
                    var sum = (likeness * (text + heard) / 2) + best[i + text, j + heard];
                    if (likeness >= least && sum > best[i, j]) (best[i, j], step[i, j]) = (sum, (text, heard));
                }
            }
        }

        for (int i = 0, j = 0; i < rows && j < columns;)
        {
            var (text, heard) = step[i, j];
            if (text > 0 && heard > 0) Pair(first + i, start + j, text, heard);
            (i, j) = (i + text, j + heard);
        }

        string Text(int i) => _text[first + i].Folded;

        string Heard(int j) => _recognised[start + j].Folded;
    }

    private void Pair(int word, int heard, int words, int heards)
    {
        _isSaid.AsSpan(word, words).Fill(true);
        _isWritten.AsSpan(heard, heards).Fill(true);
    }

    private static double Likeness(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0) return 0;
        if (a.Any(char.IsDigit) != b.Any(char.IsDigit)) return LeastLikeness;
        if (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)) return LeastLikeness;
        if (Math.Max(a.Length, b.Length) <= ShortWord && a[0] == b[0]) return LeastLikeness;
        return IsShortFor(a, b) || IsShortFor(b, a) ? LeastLikeness : Alikeness(a, b);
    }

    // "Mr" for "mister": the first and the last letter, and perhaps others between, in order.
    private static bool IsShortFor(string letters, string word)
    {
        if (letters.Length < 2 || letters.Length >= word.Length || letters[0] != word[0] || letters[^1] != word[^1]) return false;
        var next = 0;
        foreach (var letter in word)
            if (next < letters.Length && letters[next] == letter) next++;
        return next == letters.Length;
    }

    private static double Alikeness(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0) return 0;
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

        return 1 - ((double)row[^1] / Math.Max(a.Length, b.Length));
    }
}
