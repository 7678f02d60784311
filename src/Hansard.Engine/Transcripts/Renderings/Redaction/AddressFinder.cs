using System.Text.RegularExpressions;

namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Finds street addresses with a house number, and the place that follows by its postal code.</summary>
/// <param name="text">The text.</param>
/// <param name="language">Its table.</param>
internal sealed class AddressFinder(SpokenText text, LanguageTable language)
{
    private const int MostNames = 5;
    private const int MostBeforePostcode = 6;
    private const int MostFloorWords = 3;
    private const int LongestPostcode = 12;

    private readonly NumberReader _numbers = new(text, language);
    private readonly string[][] _orders = [.. language.Lines("address").Select(line => line.Value.Split(' '))];

    private readonly string[] _endings = [.. language.WordsOf("street-ending")];

    /// <summary>All of them, in order.</summary>
    public IEnumerable<SensitiveSpan> Find()
    {
        for (var at = 0; at < text.Count; at++)
        {
            if (IsYearBefore(at) || _orders.Select(order => Match(order, 0, at)).FirstOrDefault(found => found is not null) is not { } end)
                continue;
            end = Postcode(Floor(end));
            yield return new SensitiveSpan(at, end, SensitiveKind.Address);
            at = end - 1;
        }
    }

    private int? Match(string[] order, int part, int at)
    {
        if (part == order.Length) return at;
        // "12, rue" and "Mayor, 15", but not "In 1929, Wall Street".
        if (part > 0 && order[part - 1][^1] == ',' && text.IsMark(at, ",")) at++;
        switch (order[part].TrimEnd(','))
        {
            case "number":
                return House(at, isFirst: part == 0) is { } house ? Match(order, part + 1, house) : null;
            case "sign":
                return language["sign"].Match(text, at) is { } sign
                    ? Match(order, part + 1, text.IsMark(sign.End, ".") ? sign.End + 1 : sign.End)
                    : text.IsMark(at, "#") ? Match(order, part + 1, at + 1) : null;
            case "street":
                return language["street"].Match(text, at) is { } street && MayEnd(order, part, street.End)
                    ? Match(order, part + 1, text.IsMark(street.End, ".") && part + 1 < order.Length ? street.End + 1 : street.End)
                    : null;
            case "ending":
                return text.IsWord(at) && IsStreetName(text[at].Text)
                    ? Match(order, part + 1, text.IsMark(at + 1, ".") ? at + 2 : at + 1)
                    : null;
            default:
                return Names(order, part, at);
        }
    }

    // From the longest name down, so that a street of many words is found as a whole.
    private int? Names(string[] order, int part, int at)
    {
        var ends = new List<int>();
        var hasName = false;
        for (var (next, count) = (at, 0); count < MostNames && text.IsWord(next); count++)
        {
            var isLink = language["street-link"].Contains(text[next].Text) || text[next].Text is ['d' or 'l', '\'', ..];
            var isNamed = text.IsCapital(next) || (next > at && language["street-link"].Contains(text[next - 1].Text));
            if (text[next].Kind is AtomKind.Digits && !(text.IsJoined(next + 1) && text.IsWord(next + 1))) break;
            if (part == 0 && count == 0 && !text.IsCapital(next)) break;
            if (!isLink && !isNamed && text[next].Kind is not AtomKind.Digits) break;
            hasName |= isNamed || text[next].Kind is AtomKind.Digits || text[next].Text is ['d' or 'l', '\'', ..];
            next++;
            while (text.IsJoined(next) && (text.IsWord(next) || (text.IsMark(next, "-") && text.IsJoined(next + 1)))) next++;
            if (hasName) ends.Add(next);
        }
        for (var i = ends.Count - 1; i >= 0; i--)
            if (Match(order, part + 1, ends[i]) is { } end) return end;
        return part + 1 == order.Length && ends.Count > 0 ? ends[^1] : null;
    }

    // "20 Wall Street bankers" are no address.
    private bool MayEnd(string[] order, int part, int end)
        => part + 1 < order.Length || !text.IsWord(end) || text.IsCapital(end) || language["common"].Contains(text[end].Text)
            || language["unit-place"].Contains(text[end].Text);

    private int? House(int at, bool isFirst)
    {
        if (at < text.Count && text[at].Kind is AtomKind.Digits)
        {
            if (text[at].Text.Length > 5 || (!isFirst && IsYear(text[at].Text))) return null;
            var end = at + 1;
            if (text.IsJoined(end) && text[end] is { Kind: AtomKind.Word, Text.Length: 1 }) end++;
            else if (text.IsMark(end, "-") && text.IsWord(end + 1) && text.IsJoined(end + 1)) end += 2;
            else if (text.IsJoined(end) && (text[end].Kind is not AtomKind.Mark || IsDecimal(end))) return null;
            if (language["number-tail"].Match(text, end) is { } tail) end = tail.End;
            return end;
        }
        var digits = "";
        while (digits.Length < 5 && _numbers.Item(at) is { IsSpoken: true } item)
        {
            digits += item.Digits;
            at = item.End;
        }
        // One street and two streets have no number; behind a name, any number is one.
        return digits.Length >= (isFirst ? 2 : 1) && !(!isFirst && IsYear(digits)) ? at : null;
    }

    private bool IsDecimal(int mark) => text[mark].Text is "." or "," or ":" && text.IsJoined(mark + 1);

    private bool IsStreetName(string word)
        => !language["not-street"].Contains(word) && !language["street"].Contains(word)
            && _endings.Any(ending => word.Length > ending.Length + 1 && word.EndsWith(ending, StringComparison.Ordinal));

    private bool IsYearBefore(int at) => text[at].Kind is AtomKind.Digits && IsYear(text[at].Text)
        && text.IsWord(at - 1) && language["common"].Contains(text[at - 1].Text) && text[at - 1].Text is not "at";

    private static bool IsYear(string digits) => digits is ['1', '8' or '9', _, _] or ['2', '0', _, _];

    // ", apartment 4", "3º piso" and the like.
    private int Floor(int end)
    {
        for (var at = end; at < text.Count && at <= end + MostFloorWords; at++)
        {
            if (text.EndsSentence(at) && !text.IsJoined(at + 1)) break;
            if (language["unit-place"].Match(text, at) is not { } place) continue;
            var after = place.End;
            if (_numbers.Item(after) is { } number) after = number.End;
            else if (after < text.Count && text[after] is { Kind: AtomKind.Digits }) after++;
            else if (text.IsWord(after) && text[after].Text.Length == 1) after++;
            else return after;
            var hasLetter = text.IsWord(after) && text[after].Text.Length == 1 && (text.IsJoined(after) || text.IsCapital(after));
            return hasLetter ? after + 1 : after;
        }
        return end;
    }

    // ", Springfield, IL 62704" or ", 10115 Berlin".
    private int Postcode(int end)
    {
        for (var at = end; at < text.Count && at <= end + MostBeforePostcode; at++)
        {
            var rest = text.Source.Substring(text[at].Start, Math.Min(LongestPostcode, text.Source.Length - text[at].Start));
            foreach (var pattern in language.Lines("postcode"))
            {
                var match = Regex.Match(
                    rest, $"^(?:{pattern.Value})(?![0-9a-z])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
                if (!match.Success) continue;
                var (next, last) = (at, text[at].Start + match.Length);
                while (next < text.Count && text[next].End <= last) next++;
                for (var names = 0; names < 2 && text.IsWord(next) && text.IsCapital(next); names++) next++;
                return next;
            }
            var mayPass = text.IsMark(at, ",") || text.IsCapital(at) || language["street-link"].Contains(text[at].Text)
                || (text.IsMark(at, "-") && at > end);
            if (!mayPass) break;
        }
        return end;
    }
}
