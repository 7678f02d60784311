using System.Globalization;
using System.Text;

namespace Hansard.Server.Storage.Postgres;

/// <summary>A word of a text, as it is compared, and where it stands.</summary>
/// <param name="Word">In small letters.</param>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">Code unit after the last one.</param>
internal sealed record PlacedWord(string Word, int Start, int End)
{
    // PostgreSQL's lexemes have 2,046 bytes at most. Nothing that is said is that long.
    private const int Longest = 250;

    /// <summary>The words of a text: letters, digits and their marks that stand together.</summary>
    public static IReadOnlyList<PlacedWord> Of(string text)
    {
        List<PlacedWord> words = [];
        var start = -1;
        for (var i = 0; i <= text.Length;)
        {
            var (stands, length) = (false, 1);
            if (i < text.Length && Rune.TryGetRuneAt(text, i, out var rune)) (stands, length) = (IsPart(rune), rune.Utf16SequenceLength);
            if (stands && start < 0) start = i;
            if (!stands && start >= 0)
            {
                words.Add(new PlacedWord(Valid(text[start..Math.Min(i, start + Longest)]).ToLowerInvariant(), start, i));
                start = -1;
            }
            i += length;
        }
        return words;
    }

    private static bool IsPart(Rune rune)
        => Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Half a character, where a very long word was cut.
    private static string Valid(string word) => char.IsHighSurrogate(word[^1]) ? word[..^1] : word;
}
