using System.Text.RegularExpressions;
using Hansard.Translation.Apertium.Rules;
using Hansard.Translation.Text;

namespace Hansard.Translation.Apertium;

/// <summary>Mends what Apertium is known to get wrong: spaces, capitals, question marks, large numbers.</summary>
internal static partial class ApertiumRepair
{
    /// <summary>Mends a translation.</summary>
    public static string Repair(string source, string translation, LanguagePair pair, RewriteRules? rules)
    {
        var text = SpaceBeforeMark().Replace(Spaces().Replace(translation.Trim(), " "), "$1");
        text = rules?.After(text) ?? text;
        text = (pair.Source, pair.Target) switch
        {
            ("en", "es") => SpanishNumbers(source, text),
            ("es", "en") => EnglishNumbers(source, text),
            _ => text,
        };
        text = SmallAfterCopied(source, Separators(source, text, pair));
        if (pair.Target == "es") text = OpeningMarks(text);
        return source.FirstOrDefault(char.IsLetter) is var first && char.IsUpper(first) ? Capitalised(text) : text;
    }

    // A Spanish billón is a million millions: "one billion" is mil millones. A trillion is a billón.
    private static string SpanishNumbers(string source, string text)
    {
        var (billion, trillion) = (source.Contains(
            "billion", StringComparison.OrdinalIgnoreCase), source.Contains("trillion", StringComparison.OrdinalIgnoreCase));
        if (billion && !trillion)
        {
            text = OneBillon().Replace(text, "mil millones");
            text = Billones().Replace(text, "mil millones");
            text = MillionsOf().Replace(text, "mil millones de $1");
        }
        else if (trillion && !billion)
        {
            text = Trillon().Replace(text, m => m.Value.EndsWith('s') ? "billones" : "billón");
        }

        return text;
    }

    private static string EnglishNumbers(string source, string text)
    {
        if (BillonWord().IsMatch(source)) text = BillionWord().Replace(text, "trillion");
        else if (source.Contains("mil millones", StringComparison.OrdinalIgnoreCase)) text = ThousandMillion().Replace(text, "billion");
        text = BareBillion().Replace(text, "one billion");
        return BillionOf().Replace(text, "$1 $2");
    }

    // Numbers are copied as they are; the other language swaps point and comma.
    private static string Separators(string source, string text, LanguagePair pair)
    {
        foreach (Match number in Number().Matches(source))
            text = text.Replace(number.Value, NumberCheck.Localise(number.Value, pair), StringComparison.Ordinal);
        return text;
    }

    // After words that it copies at the beginning it writes a capital: "Zanto Dijo".
    private static string SmallAfterCopied(string source, string text)
    {
        var (from, to) = (source.Split(' '), text.Split(' '));
        var copied = 0;
        while (copied < from.Length && copied < to.Length && from[copied] == to[copied]) copied++;
        if (copied == 0 || copied >= from.Length || copied >= to.Length || !char.IsLower(from[copied][0]) || to[copied].Length == 0)
            return text;
        to[copied] = char.ToLowerInvariant(to[copied][0]) + to[copied][1..];
        return string.Join(' ', to);
    }

    private static string OpeningMarks(string text)
    {
        if (text.EndsWith('?') && !text.Contains('¿', StringComparison.Ordinal)) return "¿" + text;
        return text.EndsWith('!') && !text.Contains('¡', StringComparison.Ordinal) ? "¡" + text : text;
    }

    private static string Capitalised(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsLetterOrDigit(text[i]))
                return string.Concat(text.AsSpan(0, i), char.ToUpperInvariant(text[i]).ToString(), text.AsSpan(i + 1));
        return text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" ([.,;:!?)])")]
    private static partial Regex SpaceBeforeMark();

    [GeneratedRegex(@"\b(?:un|uno|1) billón\b", RegexOptions.IgnoreCase)]
    private static partial Regex OneBillon();

    [GeneratedRegex(@"\b(?:billones|billón|miles de millones|mil de millones)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Billones();

    [GeneratedRegex(@"\bmil millones (?!de\b|y\b|en\b|por\b|para\b|a\b|al\b|con\b|o\b)(\p{Ll}+)")]
    private static partial Regex MillionsOf();

    [GeneratedRegex(@"\btrill(?:ón|ones)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Trillon();

    [GeneratedRegex(@"\bbill(?:ón|ones)\b", RegexOptions.IgnoreCase)]
    private static partial Regex BillonWord();

    [GeneratedRegex(@"\bbillions?\b", RegexOptions.IgnoreCase)]
    private static partial Regex BillionWord();

    [GeneratedRegex(@"\bthousand millions?\b", RegexOptions.IgnoreCase)]
    private static partial Regex ThousandMillion();

    [GeneratedRegex(@"^billion\b", RegexOptions.IgnoreCase)]
    private static partial Regex BareBillion();

    [GeneratedRegex(@"\b([bt]rillion|billion) of (\p{Ll}+)", RegexOptions.IgnoreCase)]
    private static partial Regex BillionOf();

    [GeneratedRegex(@"[0-9]+(?:[.,][0-9]+)+")]
    private static partial Regex Number();
}
