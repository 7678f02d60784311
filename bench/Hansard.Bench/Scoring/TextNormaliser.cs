using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hansard.Bench.Scoring;

/// <summary>
/// Removes case, punctuation, bracketed remarks and spacing before words are compared; spells out English titles and integers.
/// </summary>
internal static partial class TextNormaliser
{
    private const int FullWidth = '！' - '!';

    private static readonly HashSet<string> CharacterLanguages = ["ja", "ko", "zh", "th"];

    private static readonly Dictionary<string, string> Spoken = new()
    {
        ["mr"] = "mister",
        ["mrs"] = "missus",
        ["dr"] = "doctor",
        ["st"] = "saint",
        ["ok"] = "okay",
    };

    private static readonly string[] Units =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = "x x twenty thirty forty fifty sixty seventy eighty ninety".Split(' ');

    /// <summary>True for a language that is scored by characters.</summary>
    public static bool ByCharacter(string language) => CharacterLanguages.Contains(language);

    /// <summary>The units to compare: words, or characters where words are not written apart.</summary>
    public static string[] Normalise(string text, string language)
    {
        // NFKC needs ICU, which may not be installed; of what it does, transcripts need the full-width forms.
        text = string.Concat(text.Select(c => c is >= '！' and <= '～' ? (char)(c - FullWidth) : c))
            .ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Replace('’', '\'');
        text = Remarks().Replace(text, " ");
        if (language == "en")
        {
            text = Thousands().Replace(text, "");
            text = Integers().Replace(text, m => $" {(long.TryParse(m.Value, out var n) && n < 1_000_000 ? Spell((int)n) : m.Value)} ");
            text = text.Replace("%", " percent ", StringComparison.Ordinal).Replace("&", " and ", StringComparison.Ordinal);
        }
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\'' || Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                    or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber)
                kept.Append(rune);
            else kept.Append(' ');
        }
        var words = kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('\'')).Where(w => w.Length > 0);
        if (language == "en") words = words.Select(w => Spoken.GetValueOrDefault(w, w));
        // One English title or number becomes several words only through the spaces put in above.
        return ByCharacter(language) ? [.. string.Concat(words).EnumerateRunes().Select(r => r.ToString())] : [.. words];
    }

    private static string Spell(int n) => n switch
    {
        < 20 => Units[n],
        < 100 => Tens[n / 10] + (n % 10 > 0 ? " " + Units[n % 10] : ""),
        < 1000 => $"{Units[n / 100]} hundred{(n % 100 > 0 ? " " + Spell(n % 100) : "")}",
        _ => $"{Spell(n / 1000)} thousand{(n % 1000 > 0 ? " " + Spell(n % 1000) : "")}",
    };

    [GeneratedRegex(@"[\[(<][^\])>]*[\])>]")]
    private static partial Regex Remarks();

    [GeneratedRegex(@"(?<=\d),(?=\d{3})")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Integers();
}
