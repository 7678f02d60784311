using System.Text;

namespace Hansard.Engine.Transcripts;

/// <summary>Begins sentences with a capital, where a recogniser that knows nothing of what was said before has not.</summary>
/// <param name="terms">Names that are written as they are given.</param>
internal sealed class SentenceCapitals(IReadOnlyList<string> terms)
{
    private readonly HashSet<string> _given = [.. terms.Select(FirstWord)];

    /// <summary>
    /// Writes the first word with a capital if the tokens end as a sentence does: a text without marks is left as it is, and so is a word
    /// with capitals of its own ("iPhone").
    /// </summary>
    /// <param name="tokens">Those of a window, from the beginning of a sentence on.</param>
    public void Begin(List<TranscriptToken> tokens)
    {
        if (tokens.Count == 0 || !EndsSentence(tokens[^1].Text)) return;
        var first = tokens.FindIndex(token => token.Text.Any(char.IsLetterOrDigit));
        if (first < 0) return;
        var text = tokens[first].Text;
        var at = text.TakeWhile(char.IsWhiteSpace).Count();
        var letter = Rune.GetRuneAt(text, at);
        if (!HasCapitals(letter) || !Rune.IsLower(letter) || text.Any(char.IsUpper) || _given.Contains(text.Trim())) return;
        var rest = text.AsSpan(at + letter.Utf16SequenceLength);
        tokens[first] = tokens[first] with { Text = string.Concat(text.AsSpan(0, at), $"{Rune.ToUpperInvariant(letter)}", rest) };
    }

    private static bool EndsSentence(string text)
    {
        Rune.DecodeLastFromUtf16(text, out var rune, out var length);
        return length == text.Trim().Length && Script.EndsSentence(rune);
    }

    // Latin, Greek, Cyrillic and Armenian; Georgian has capitals in Unicode, and does not begin sentences with them.
    private static bool HasCapitals(Rune letter) => letter.Value is < 0x0590 or (>= 0x1E00 and < 0x2000);

    private static string FirstWord(string term)
        => term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? first : "";
}
