using Hansard.Engine.Recognition.Alignment;

namespace Hansard.Engine.Recognition.Review;

/// <summary>Words of a text that another text has differently.</summary>
/// <param name="First">The first of the words; at least one.</param>
/// <param name="End">The word after the last.</param>
/// <param name="Tokens">What stands in their place; may be nothing.</param>
internal sealed record WordReplacement(int First, int End, IReadOnlyList<int> Tokens)
{
    /// <summary>Where words and a text differ, apart from capitals and punctuation. What the text has only more is left out.</summary>
    /// <param name="words">In order.</param>
    /// <param name="first">The first word that the text stands for.</param>
    /// <param name="end">The word after the last.</param>
    /// <param name="tokenizer">Of the text.</param>
    /// <param name="text">Text tokens.</param>
    /// <param name="language">Of the text.</param>
    public static List<WordReplacement> Between(
        IReadOnlyList<TimedWord> words, int first, int end, WhisperTokenizer tokenizer, IReadOnlyList<int> text, string language)
    {
        var other = WordSplitter.MergePunctuation([.. WordSplitter.Split(tokenizer, text, language).Select(w => new TimedWord(w.Text, 0, 0, 0, w.Tokens))]);
        string[] before = [.. words.Skip(first).Take(end - first).Select(w => Letters(w.Text))];
        string[] after = [.. other.Select(w => Letters(w.Text))];
        List<WordReplacement> replacements = [];
        var (x, y) = (0, 0);
        foreach (var (i, j) in LongestCommonSubsequence(before, after).Append((before.Length, after.Length)))
        {
            if (i > x) replacements.Add(new WordReplacement(first + x, first + i, [.. other.Skip(y).Take(j - y).SelectMany(w => w.Tokens)]));
            (x, y) = (i + 1, j + 1);
        }
        return replacements;
    }

    /// <summary>The tokens of some words, with replacements.</summary>
    /// <param name="replacements">Of which none overlaps another.</param>
    /// <param name="words">In order.</param>
    /// <param name="first">The first of the words.</param>
    /// <param name="end">The word after the last.</param>
    public static List<int> Apply(IReadOnlyList<WordReplacement> replacements, IReadOnlyList<TimedWord> words, int first, int end)
    {
        List<int> tokens = [];
        for (var i = first; i < end;)
        {
            if (replacements.FirstOrDefault(r => r.First == i) is { } replacement)
            {
                tokens.AddRange(replacement.Tokens);
                i = replacement.End;
            }
            else
            {
                tokens.AddRange(words[i++].Tokens);
            }
        }
        return tokens;
    }

    private static string Letters(string word) => string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Pairs of indices of equal words, as many as possible (Hirschberg 1975 names the problem; the table is small here).</summary>
    private static IEnumerable<(int Before, int After)> LongestCommonSubsequence(string[] before, string[] after)
    {
        var length = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
                length[i, j] = before[i] == after[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        }
        for (var (i, j) = (0, 0); i < before.Length && j < after.Length;)
        {
            if (before[i] == after[j]) yield return (i++, j++);
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }
    }
}
