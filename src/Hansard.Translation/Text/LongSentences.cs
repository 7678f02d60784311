namespace Hansard.Translation.Text;

/// <summary>Cuts a sentence that is too long for a model where it breaks best: at a clause's mark, else between words.</summary>
internal static class LongSentences
{
    // Deep enough for any sentence of a recording; a single word longer than that is cut off nowhere.
    private const int MaximumDepth = 12;

    /// <summary>The parts of a sentence, in order.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="fits">Whether a text is short enough.</param>
    /// <param name="isWhole">Whether a cut before an index cuts nothing that belongs together.</param>
    public static IReadOnlyList<TextPart> Split(string text, Func<string, bool> fits, Func<int, bool> isWhole)
    {
        var parts = new List<TextPart>();
        Split(text, 0, text.Length, fits, isWhole, MaximumDepth, parts);
        return parts;
    }

    private static void Split(
        string text, int start, int length, Func<string, bool> fits, Func<int, bool> isWhole, int depth,
        List<TextPart> parts)
    {
        var cut = depth == 0 || fits(text.Substring(start, length)) ? -1 : BestCut(text, start, length, isWhole);
        if (cut < 0)
        {
            parts.Add(new TextPart(start, length));
            return;
        }

        Split(text, start, cut - start, fits, isWhole, depth - 1, parts);
        Split(text, cut, start + length - cut, fits, isWhole, depth - 1, parts);
    }

    // The place nearest to the middle; a word's beginning counts as a quarter of the text further away than a clause's.
    private static int BestCut(string text, int start, int length, Func<int, bool> isWhole)
    {
        var (best, bestCost) = (-1, double.MaxValue);
        for (var i = start + 1; i < start + length; i++)
        {
            var (before, isSpace) = (text[i - 1], text[i] == ' ');
            var endsClause = before is ';' or ':' or ',' or '.' or '!' or '?' && isSpace
                || before is '，' or '、' or '。' or '；' or '！' or '？';
            if (!(endsClause || isSpace) || !isWhole(i)) continue;
            var cost = Math.Abs(i - start - (length / 2.0)) + (endsClause ? 0 : length / 4.0);
            if (cost < bestCost) (best, bestCost) = (i, cost);
        }

        return best;
    }

    /// <summary>A part of a text.</summary>
    /// <param name="Start">Index of its first character.</param>
    /// <param name="Length">Its characters.</param>
    internal readonly record struct TextPart(int Start, int Length);
}
