using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Recognition.Whisper.Alternatives;

/// <summary>Finds what else was heard in the place of doubtful words: what the texts that were dropped have there.</summary>
/// <remarks>
/// As in a confusion network (Mangu, Brill, Stolcke, "Finding consensus in speech recognition", Computer Speech and Language 2000), but
/// against the chosen text alone.
/// </remarks>
/// <param name="tokenizer">The model's.</param>
/// <param name="configuration">The model's special ids.</param>
internal sealed class WordAlternatives(WhisperTokenizer tokenizer, WhisperConfiguration configuration)
{
    /// <summary>Words of less confidence are doubtful.</summary>
    public const double DoubtfulConfidence = 0.6;

    /// <summary>As many as one takes in at a glance, and can choose by a digit.</summary>
    private const int MostOfWord = 5;

    /// <summary>Words that one word can have been: "alot" and "a lot of".</summary>
    private const int MostWords = 3;

    /// <summary>Adds to words what else was heard.</summary>
    /// <param name="words">Of a window.</param>
    /// <param name="texts">Other texts of the window.</param>
    /// <param name="language">Of the window.</param>
    /// <returns>The same words.</returns>
    public IReadOnlyList<AlignedWord> Add(IReadOnlyList<AlignedWord> words, IReadOnlyList<Hypothesis> texts, string language)
    {
        if (texts.Count == 0 || !words.Any(IsDoubtful)) return words;
        string[] spoken = [.. words.Select(word => SpokenForm.Of(word.Text))];
        var heard = new List<string>[words.Count];
        foreach (var text in texts.OrderByDescending(text => text.MeanLogProbability))
        {
            int[] tokens = [.. text.Tokens.Where(token => token < configuration.EndOfText)];
            var others = WordSplitter.SplitWithMarks(tokenizer, tokens, language);
            List<WordMatch> pairs = [.. WordMatch.Of(spoken, [.. others.Select(word => SpokenForm.Of(word.Text))])];
            var (first, start) = (0, 0);
            foreach (var (end, stop) in pairs.Append(new WordMatch(words.Count, others.Count)))
            {
                Compare(first, end, others[start..stop]);
                (first, start) = (end + 1, stop + 1);
            }
        }
        return [.. words.Select((word, i) => heard[i] is { } found ? word with { Alternatives = found } : word)];

        // Between two words that both texts have. What cannot be told apart word by word is left.
        void Compare(int first, int end, List<WordTokens> others)
        {
            if (end - first == others.Count)
            {
                for (var i = first; i < end; i++) Offer(i, others[i - first].Text);
            }
            else if (end - first == 1 && others.Count is > 0 and <= MostWords)
            {
                Offer(first, string.Concat(others.Select(word => word.Text)));
            }
        }

        void Offer(int word, string text)
        {
            if (!IsDoubtful(words[word])) return;
            var plain = WithoutMarks(text);
            var known = heard[word] ??= [];
            if (plain.Length == 0 || SpokenForm.Of(plain) == spoken[word] || known.Count == MostOfWord) return;
            if (!known.Any(other => SpokenForm.Of(other) == SpokenForm.Of(plain))) known.Add(plain);
        }
    }

    private static bool IsDoubtful(AlignedWord word) => word.Confidence < DoubtfulConfidence;

    private static string WithoutMarks(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && !char.IsLetterOrDigit(text[start]) && !char.IsSurrogate(text[start])) start++;
        while (end > start && !IsWord(text[end - 1])) end--;
        return text[start..end];

        // Marks of vowels stand after their letters.
        static bool IsWord(char character) => char.IsLetterOrDigit(character) || char.IsSurrogate(character)
            || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;
    }
}
