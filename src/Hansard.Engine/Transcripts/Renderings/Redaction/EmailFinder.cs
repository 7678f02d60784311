namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Finds e-mail addresses that are written or spoken: "john dot smith at example dot com".</summary>
internal sealed class EmailFinder
{
    // Names before a spoken sign that nothing joins: "maria garcia at".
    private const int MostLooseNames = 3;

    // Pieces of a name of a domain before its first full stop: "g mail", "my company".
    private const int MostDomainWords = 3;

    private readonly SpokenText _text;
    private readonly LanguageTable _words;
    private readonly NumberReader _numbers;
    private readonly NumberContext _context;

    private EmailFinder(SpokenText text, LanguageTable? language)
    {
        _text = text;
        _words = language ?? LanguageTable.Shared;
        _numbers = new NumberReader(text, language);
        _context = new NumberContext(text, language);
    }

    /// <param name="text">The text.</param>
    /// <param name="language">Its table; null: none is known.</param>
    public static IEnumerable<SensitiveSpan> Find(SpokenText text, LanguageTable? language)
    {
        var finder = new EmailFinder(text, language);
        for (var at = 1; at < text.Count; at++)
        {
            if (finder.At(at) is not { } found) continue;
            yield return found;
            at = found.End - 1;
        }
    }

    private SensitiveSpan? At(int at)
    {
        var isWritten = _text.IsMark(at, "@");
        if ((isWritten ? new PhraseMatch(at + 1, "sure") : _words["email-at"].Match(_text, at)) is not { } sign) return null;
        if (Domain(sign.End) is not { } domain) return null;
        var local = Local(at);
        if (local == at) return null;
        var isSure = sign.Value == "sure";
        var isJoined = at - local > 1;
        var hasContext = _context.Follows(local, "email-context");
        var isCommon = !isJoined && _words["common"].Contains(_text[local].Text);
        if (!isSure && (isCommon || !(isJoined || hasContext || IsProvider(sign.End)))) return null;
        if (!isWritten && (hasContext || isSure || IsProvider(sign.End))) local = Loose(local);
        return new SensitiveSpan(local, domain, SensitiveKind.Email);
    }

    // The name of a domain, up to its end that is one of the known ones.
    private int? Domain(int start)
    {
        int? end = null;
        var labels = 0;
        for (var at = start; at < _text.Count && labels <= MostDomainWords + 3;)
        {
            if (!_text.IsWord(at)) return end;
            labels++;
            at++;
            while (_text.IsMark(at, "-") && _text.IsJoined(at) && _text.IsJoined(at + 1)) at += 2;
            while (_text.IsWord(at) && _text.IsJoined(at)) at++;
            if (Dot(at) is { } next)
            {
                if (_text.IsWord(next) && LanguageTable.Shared["tld"].Match(_text, next) is { } last && !ContinuesName(last.End))
                {
                    end = last.End;
                    if (Dot(last.End) is null) return end;
                }
                at = next;
            }
            else if (end is not null || labels > MostDomainWords || _words["common"].Contains(_text[at - 1].Text)) return end;
        }
        return end;
    }

    private bool ContinuesName(int at) => _text.IsWord(at) && _text.IsJoined(at);

    // A full stop inside a name, or what it is called.
    private int? Dot(int at)
    {
        if (_text.IsMark(at, ".") && (_text.IsJoined(at + 1) || (!_text.IsJoined(at) && at + 1 < _text.Count))) return at + 1;
        return _words["email-mark"].Match(_text, at) is { Value: "." } spoken ? spoken.End : null;
    }

    // Goes back over what is joined, spelled or said with the signs between.
    private int Local(int at)
    {
        var first = at;
        while (first > 0)
        {
            var start = first;
            if (_words["email-mark"].MatchBefore(_text, first) is { } sign && first < at) start = sign.End;
            else if (first < at && _text[first - 1] is { Kind: AtomKind.Mark, Text: "." or "-" or "_" or "+" } && _text.IsJoined(first)
                && _text.IsJoined(first - 1))
                start = first - 1;
            else if (first < at && !_text.IsJoined(first) && !IsSpelled(first)) break;
            if (!_text.IsWord(start - 1)) break;
            if (start == first && first < at && !_text.IsJoined(first) && !IsSpelled(first - 1)) break;
            first = start - 1;
        }
        return first;
    }

    // A letter or a number, as in "j o h n eight five".
    private bool IsSpelled(int at)
        => _text.IsWord(at) && (_text[at].Kind is AtomKind.Digits || _text[at].Text.Length == 1 || _numbers.Item(at) is not null);

    private int Loose(int first)
    {
        for (var names = 0; names < MostLooseNames && _text.IsWord(first - 1) && !_words["common"].Contains(_text[first - 1].Text)
            && !_words["email-context"].Contains(_text[first - 1].Text) && !_words["filler"].Contains(_text[first - 1].Text); names++)
            first--;
        return first;
    }

    private bool IsProvider(int at) => LanguageTable.Shared["provider"].Match(_text, at) is { } found && Dot(found.End) is not null;
}
