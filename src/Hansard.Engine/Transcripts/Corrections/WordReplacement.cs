namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>Words that somebody has written in place of those that were recognised.</summary>
/// <param name="Heard">The words that were there, without the punctuation around them.</param>
/// <param name="Written">The words that are there now, without the punctuation around them.</param>
public sealed record WordReplacement(string Heard, string Written)
{
    // More words are another sentence, and no name or term.
    private const int MostWords = 4;

    /// <summary>Finds the words that were replaced by a few others in a text.</summary>
    /// <param name="before">The text as it was.</param>
    /// <param name="after">The text as it is.</param>
    /// <remarks>
    /// Words that were only put in or taken out are none, nor is what only begins with another case, as after a new full stop.
    /// </remarks>
    public static IReadOnlyList<WordReplacement> Between(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var (heard, written) = (Words(before), Words(after));
        var matches = SequenceMatch.Of(Numbers(heard), Numbers(written));
        List<WordReplacement> found = [];
        for (int i = 0, j = 0; j < written.Length;)
        {
            if (matches[j] >= 0)
            {
                (i, j) = (matches[j] + 1, j + 1);
                continue;
            }
            var end = j;
            while (end < written.Length && matches[end] < 0) end++;
            var last = end < written.Length ? matches[end] : heard.Length;
            Add(heard[i..last], written[j..end]);
            (i, j) = (last, end);
        }
        return found;

        void Add(string[] old, string[] words)
        {
            if (old.Length is 0 or > MostWords || words.Length is 0 or > MostWords) return;
            var one = new WordReplacement(string.Join(' ', old), string.Join(' ', words));
            if (!OnlyBeginsOtherwise(one)) found.Add(one);
        }

        int[] Numbers(string[] words)
        {
            var numbers = new int[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                if (!names.TryGetValue(words[i], out numbers[i])) names.Add(words[i], numbers[i] = names.Count);
            }
            return numbers;
        }
    }

    private static bool OnlyBeginsOtherwise(WordReplacement one)
        => one.Heard.Length == one.Written.Length
            && one.Heard.AsSpan(1).SequenceEqual(one.Written.AsSpan(1))
            && char.ToUpperInvariant(one.Heard[0]) == char.ToUpperInvariant(one.Written[0]);

    private static string[] Words(string text)
        => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Bare).Where(word => word.Length > 0)];

    private static string Bare(string word)
    {
        var (start, end) = (0, word.Length);
        while (start < end && !char.IsLetterOrDigit(word[start]) && !char.IsSurrogate(word[start])) start++;
        while (end > start && !IsEnd(word, end - 1)) end--;
        return word[start..end];
    }

    // Of a name such as C++ or C#, the signs belong to it.
    private static bool IsEnd(string word, int index)
        => char.IsLetterOrDigit(word[index]) || char.IsSurrogate(word[index]) || word[index] is '+' or '#';
}
