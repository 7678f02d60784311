namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Reads numbers in figures and in words.</summary>
/// <param name="text">The text.</param>
/// <param name="language">Its words for numbers; null: figures only.</param>
internal sealed class NumberReader(SpokenText text, LanguageTable? language)
{
    // Marks and words between two parts of a number.
    private const int MostBetween = 4;

    private readonly LanguageTable _words = language ?? LanguageTable.Shared;

    /// <summary>All numbers of the text, the longest ones that there are.</summary>
    public IEnumerable<NumberRun> Runs()
    {
        for (var at = 0; at < text.Count;)
        {
            if (Read(at) is { } run)
            {
                yield return run;
                at = run.End;
            }
            else
            {
                at = Math.Max(at + 1, QuantityEnd(at) ?? 0);
            }
        }
    }

    /// <summary>The part of a number at a place; null if there is none.</summary>
    public NumberItem? Item(int at)
    {
        if (_words["repeater"].Match(text, at) is { } repeater && Item(repeater.End) is { Digits.Length: 1 } repeated)
            return repeated with { First = at, Digits = new string(repeated.Digits[0], int.Parse(repeater.Value)) };
        if (at < text.Count && text[at].Kind is AtomKind.Digits)
        {
            var isPartOfWord = text.IsJoined(at + 1) && text[at + 1].Kind is AtomKind.Word;
            return isPartOfWord || QuantityEnd(at) is not null ? null : new NumberItem(at, at + 1, text[at].Text, false);
        }
        if (_words["number"].Match(text, at) is not { } word) return null;
        // Six hundred and twelve, in one breath.
        if (word.Value is [_, '0', '0'] && Item(word.End) is { IsSpoken: true, Digits: { Length: <= 2 } and not "0" and var rest } small
            && _words["number"].Contains(text[at].Text))
            return small with { First = at, Digits = $"{word.Value[0]}{rest.PadLeft(2, '0')}" };
        return new NumberItem(at, word.End, word.Value, true);
    }

    private NumberRun? Read(int at)
    {
        List<NumberItem> items = [];
        for (var next = at; Item(next) is { } item;)
        {
            items.Add(item);
            next = Between(item.End);
        }
        if (items.Count == 0) return null;
        var (first, hasPlus) = Begin(at);
        return new NumberRun(items, first, hasPlus, IsQuantity(items));
    }

    // Skips what may stand between two parts.
    private int Between(int at)
    {
        for (var count = 0; count < MostBetween && at < text.Count; count++)
        {
            if (text[at].Text is "," or "-" or "–" or "." or "..." or "…" or "(" or ")" or "/" or "—") at++;
            else if (_words["glue"].Match(text, at) is { } glue) at = glue.End;
            else if (_words["filler"].Match(text, at) is { } filler) at = filler.End;
            else break;
        }
        return at;
    }

    private (int First, bool HasPlus) Begin(int at)
    {
        var first = at;
        if (text.IsMark(first - 1, "(")) first--;
        if (text.IsMark(first - 1, "+")) return (first - 1, true);
        return _words["plus"].MatchBefore(text, first) is { } plus ? (plus.End, true) : (first, false);
    }

    private bool IsQuantity(List<NumberItem> items)
    {
        var (before, end) = (items[0].First - 1, items[^1].End);
        if (text.IsJoined(items[0].First) && before >= 0 && text[before].Text is "$" or "€" or "£" or "¥" or "#") return true;
        if (end >= text.Count) return false;
        return text[end].Text is "%" or "€" or "$" or "£" or "°" || _words["magnitude"].Match(text, end) is not null
            || _words["unit"].Match(text, end) is not null;
    }

    // 10,000 and 3.14 and 12:30 and 192.168.0.1, which are no part of a number that is dialled; 06.12.34.56.78 is.
    private int? QuantityEnd(int at)
    {
        if (text[at].Kind is not AtomKind.Digits) return null;
        while (at >= 2 && text[at - 1].Text is "," or "." or ":" && text.IsJoined(at) && text.IsJoined(at - 1)
            && text[at - 2].Kind is AtomKind.Digits)
            at -= 2;
        List<string> groups = [text[at].Text];
        var (end, mark) = (at + 1, "");
        while (end + 1 < text.Count && text[end].Text is "," or "." or ":" && text.IsJoined(end) && text.IsJoined(end + 1)
            && text[end + 1].Kind is AtomKind.Digits && (mark.Length == 0 || mark == text[end].Text))
        {
            mark = text[end].Text;
            groups.Add(text[end + 1].Text);
            end += 2;
        }
        if (groups.Count == 1) return null;
        var isAddress = mark == "." && groups.Count == 4 && groups.TrueForAll(group => group.Length <= 3);
        var isThousands = groups[0].Length <= 3 && groups.Skip(1).All(group => group.Length == 3);
        return mark == ":" || isAddress || isThousands || groups.Count == 2 ? end : null;
    }
}
