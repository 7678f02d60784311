using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Sounds;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Judges the places in which terms may stand.</summary>
/// <param name="tokenizer">The model's.</param>
/// <param name="texts">Number of text tokens.</param>
internal sealed class TermPlaces(WhisperTokenizer tokenizer, int texts)
{
    private readonly Lazy<int[]> _capitals = new(() => [.. Enumerable.Range(0, texts).Where(t => IsCapital(tokenizer.Bytes(t)))]);

    /// <summary>Judges the place of words.</summary>
    /// <param name="spot">The words.</param>
    /// <param name="words">Of the window.</param>
    /// <param name="text">The same, as the model judges them.</param>
    /// <param name="language">Of the window.</param>
    public TermPlace Of(TermSpot spot, IReadOnlyList<AlignedWord> words, TextLikelihood text, string language)
    {
        var at = words.Take(spot.First).Sum(w => w.Tokens.Count);
        var isFirst = spot.First == 0
            || ContextNames.EndsSentence(words[spot.First - 1].Text.TrimEnd(), Letters(words[spot.First - 1]));
        var said = words.Skip(spot.First).Take(spot.Count).Select(Letters).ToArray();
        var isOrdinary = said.Select((word, i) => isFirst && i == 0 ? IsCommon(word) : IsSmall(word))
            .All(each => each) && (language != "en" || said.All(Pronunciation.IsEnglishWord));
        return new TermPlace(text.Probability(at, _capitals.Value), isOrdinary, isFirst, language);
    }

    /// <summary>Determines whether a word has no capital. "I" is no name either.</summary>
    private static bool IsSmall(string word) => word.Length < 2 || !char.IsUpper(word[0]);

    /// <summary>
    /// Determines whether a word that begins a sentence is more often written without a capital, by the ranks of its tokens: the vocabulary
    /// was made by joining what is most frequent first.
    /// </summary>
    private bool IsCommon(string word)
    {
        if (word.Length < 2) return true;
        var small = tokenizer.Encode($" {word.ToLowerInvariant()}");
        var capital = tokenizer.Encode($" {char.ToUpperInvariant(word[0])}{word[1..]}");
        return small.Count < capital.Count || (small.Count == capital.Count && small[0] < capital[0]);
    }

    private static string Letters(AlignedWord word) => word.Text.Trim([.. word.Text.Where(c => !char.IsLetterOrDigit(c))]);

    // "I" has a capital, and is no name: where "I ran" is likely, "Iran" is not.
    private static bool IsCapital(ReadOnlySpan<byte> token)
        => token.Length > 1 && token[0] == ' ' && !token.SequenceEqual(" I"u8)
            && char.IsUpper(System.Text.Encoding.UTF8.GetString(token)[1]);
}
