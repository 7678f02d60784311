using System.Globalization;
using System.Text;

namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Finds International Bank Account Numbers by their checksum, in figures or spoken and spelled.</summary>
internal static class IbanFinder
{
    private const int Longest = 34; // ISO 13616.

    /// <param name="text">The text.</param>
    /// <param name="language">Its table; null: none is known.</param>
    public static IEnumerable<SensitiveSpan> Find(SpokenText text, LanguageTable? language)
    {
        var numbers = new NumberReader(text, language);
        for (var at = 0; at < text.Count; at++)
        {
            if (text[at] is not { Kind: AtomKind.Word, Text.Length: <= 2 } || End(text, numbers, at) is not { } end) continue;
            yield return new SensitiveSpan(at, end, SensitiveKind.Account);
            at = end - 1;
        }
    }

    private static int? End(SpokenText text, NumberReader numbers, int at)
    {
        var number = new StringBuilder();
        while (at < text.Count && number.Length < Longest)
        {
            if (text[at].Kind is AtomKind.Digits) number.Append(text[at++].Text);
            else if (number.Length >= 2 && numbers.Item(at) is { } item)
            {
                number.Append(item.Digits);
                at = item.End;
            }
            else if (text[at].Text.Length <= 4 && text[at].Text.All(char.IsAsciiLetter)) number.Append(text[at++].Text);
            else if (text[at].Kind is AtomKind.Mark && text[at].Text is "," or "-" or "." or "–") at++;
            else return null;
            if (number.Length < 4) continue;
            if (LengthOf(number) is not { } length || number.Length > length) return null;
            if (number.Length == length) return Checksums.IsIban(number.ToString()) ? at : null;
        }
        return null;
    }

    private static int? LengthOf(StringBuilder number)
        => LanguageTable.Shared["iban"].Match(SpokenText.Of(number.ToString(0, 2)), 0) is { } found
            ? int.Parse(found.Value, CultureInfo.InvariantCulture)
            : null;
}
