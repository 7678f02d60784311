using System.Text.RegularExpressions;
using Hansard.Translation.Terms;

namespace Hansard.Translation.Text;

/// <summary>Notices numbers that a translation has lost or changed.</summary>
internal static partial class NumberCheck
{
    // Smaller ones are often written as words.
    private const int SmallestChecked = 21;

    /// <summary>Places of numbers whose digits are not in the translation, with how the target language writes them.</summary>
    public static IReadOnlyList<TermSpan> Missing(string source, string translation, LanguagePair pair)
    {
        var written = Number().Matches(translation).Select(m => Digits(m.Value)).ToList();
        var missing = new List<TermSpan>();
        foreach (Match match in Number().Matches(source))
        {
            var digits = Digits(match.Value);
            if (written.Remove(digits) || !IsChecked(match.Value, digits)) continue;
            missing.Add(new TermSpan(match.Index, match.Length, Localise(match.Value, pair)));
        }

        return missing;
    }

    /// <summary>Writes numbers whose digits are right with the right separators: "1.250,000" was 1,250,000.</summary>
    public static string Separate(string source, string translation, LanguagePair pair)
    {
        foreach (Match match in Number().Matches(source))
        {
            var digits = Digits(match.Value);
            var right = Localise(match.Value, pair);
            // One separator is seldom mistaken, and a decimal may rightly have become another.
            if (match.Value.Count(c => c is '.' or ',') < 2) continue;
            translation = Number().Replace(translation, m => Digits(m.Value) == digits ? right : m.Value);
        }

        return translation;
    }

    /// <summary>A number with the separators of the target language: 1,234.5 in English is 1.234,5 in Portuguese.</summary>
    public static string Localise(string number, LanguagePair pair)
        => WritesPoint(pair.Source) == WritesPoint(pair.Target)
            ? number
            : string.Create(number.Length, number, static (to, from) =>
            {
                for (var i = 0; i < to.Length; i++) to[i] = from[i] switch { '.' => ',', ',' => '.', var c => c };
            });

    private static bool WritesPoint(string language) => language is "en" or "zh" or "ja" or "ko" or "th" or "he" or "hi";

    private static bool IsChecked(string number, string digits)
        => digits.Length != number.Length || digits.Length > 9 || int.Parse(digits) >= SmallestChecked;

    private static string Digits(string number) => string.Concat(number.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"(?<![\w.,:])[0-9](?:[0-9.,]*[0-9])?(?![\w:])")]
    private static partial Regex Number();
}
