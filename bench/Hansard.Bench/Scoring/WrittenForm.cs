namespace Hansard.Bench.Scoring;

/// <summary>Counts how a text is written, where its words are right: marks after words, and capital letters.</summary>
internal sealed class WrittenForm
{
    private const string Marks = ".,?!;:";

    private int _right;
    private int _missing;
    private int _added;
    private int _words;
    private int _cases;

    /// <summary>F1 of the marks after words, in percent, and words with another case.</summary>
    public string Figure => $"punctuation F1 {(_right == 0 ? 0 : 200.0 * _right / ((2 * _right) + _missing + _added)):F1} % "
        + $"({_right} marks right, {_missing} missing or another, {_added} added or another), case wrong in {_cases} of {_words} words";

    /// <summary>Adds a text, unless the reference is one that is written without marks and capitals.</summary>
    /// <param name="reference">As it should be written.</param>
    /// <param name="recognised">As it was.</param>
    public void Add(string reference, string recognised)
    {
        var (expected, found) = (Words(reference), Words(recognised));
        if (!expected.Any(word => word.Mark != 0)) return;
        var pairs = EditDistance.Align(
            [.. expected.Select(word => word.Text.ToLowerInvariant())], [.. found.Select(word => word.Text.ToLowerInvariant())]).Pairs;
        foreach (var (i, j) in pairs)
        {
            var (a, b) = (expected[i], found[j]);
            if (!string.Equals(a.Text, b.Text, StringComparison.OrdinalIgnoreCase)) continue;
            _words++;
            if (a.Text != b.Text) _cases++;
            if (a.Mark == b.Mark) _right += a.Mark == 0 ? 0 : 1;
            else
            {
                if (a.Mark != 0) _missing++;
                if (b.Mark != 0) _added++;
            }
        }
    }

    /// <summary>Words without marks, and the last mark after each; 0 for none.</summary>
    private static List<WrittenWord> Words(string text)
    {
        List<WrittenWord> words = [];
        foreach (var part in text.Replace('’', '\'').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var core = part.Trim().TrimStart('¿', '¡', '"', '(', '“', '-');
            var end = core.TrimEnd('"', ')', '”', '-', '…');
            var plain = end.TrimEnd(Marks.ToCharArray());
            if (plain.Length > 0) words.Add(new WrittenWord(plain, end.Length > plain.Length ? end[^1] : '\0'));
        }
        return words;
    }

    private readonly record struct WrittenWord(string Text, char Mark);
}
