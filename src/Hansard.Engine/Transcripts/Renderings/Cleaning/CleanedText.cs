namespace Hansard.Engine.Transcripts.Renderings.Cleaning;

/// <summary>A text of which pieces are left out, and the changes of marks and capitals that follow from it.</summary>
/// <param name="text">The text.</param>
/// <param name="language">Its table.</param>
internal sealed class CleanedText(SpokenText text, LanguageTable language)
{
    private static readonly List<string> Pairs = ["\"\"", "“”", "„“", "«»", "()", "[]", "‘’"];

    private readonly bool[] _isRemoved = new bool[text.Count];

    /// <summary>The text.</summary>
    public SpokenText Text => text;

    /// <summary>Its table.</summary>
    public LanguageTable Language => language;

    /// <summary>True for a piece that is left out.</summary>
    public bool IsRemoved(int index) => _isRemoved[index];

    /// <summary>Leaves pieces out.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">Index after the last.</param>
    public void Remove(int first, int end) => Array.Fill(_isRemoved, true, first, end - first);

    /// <summary>The piece before one that is not left out; -1 if there is none.</summary>
    public int Before(int index)
    {
        do index--;
        while (index >= 0 && _isRemoved[index]);
        return index;
    }

    /// <summary>The piece from here on that is not left out; the number of pieces if there is none.</summary>
    public int From(int index)
    {
        while (index < text.Count && _isRemoved[index]) index++;
        return index;
    }

    /// <summary>True where a sentence begins at a piece, opening marks apart.</summary>
    public bool BeginsSentence(int index)
    {
        var before = Before(index);
        while (before >= 0 && text[before].Text is "¿" or "¡" or "\"" or "“" or "„" or "«" or "(" or "»")
            before = Before(before);
        return before < 0 || text.EndsSentence(before);
    }

    /// <summary>The changes of the text.</summary>
    public IReadOnlyList<TextEdit> Edits()
    {
        List<int> capitals = [];
        for (var at = 0; at < text.Count;)
        {
            if (!_isRemoved[at])
            {
                at++;
                continue;
            }
            var end = From(at);
            var begins = BeginsSentence(at) || BeginsQuotation(at);
            // Of a sentence of nothing else, one comma after the other, and its end.
            for (var mended = -1; mended != end && (mended < 0 || begins);)
            {
                mended = end;
                MendMarks(at, ref end, begins);
            }
            RemoveEmptyPair(at, ref end);
            if (begins && NextWord(end) is { } word) capitals.Add(word);
            at = end;
        }
        return [.. Deletions().Concat(capitals.Where(word => !_isRemoved[word] && char.IsLower(text.Source[text[word].Start])).Distinct()
            .Select(Capital)).OrderBy(edit => edit.Start)];
    }

    // A mark that set off what is gone, or ended a sentence that is, goes too.
    private void MendMarks(int at, ref int end, bool begins)
    {
        var before = Before(at);
        if (end < text.Count && (IsSoft(end) ? begins || IsSoft(before) || IsBound(before) : begins && text[end].Text is ";" or ":"))
        {
            Remove(end, end + 1);
            end = From(end);
        }
        else if (end < text.Count && begins && text.EndsSentence(end) && text.IsJoined(end))
        {
            if (!(text[end].Text is "?" or "!"))
            {
                Remove(end, end + 1);
                end = From(end);
            }
        }
        var endsSentence = end >= text.Count || text.EndsSentence(end);
        if (IsSoft(before) && (endsSentence || IsBound(Before(before)))) Remove(before, before + 1);
    }

    // Words in quotation marks that began with a capital, which is gone.
    private bool BeginsQuotation(int at) => IsPair(Before(at), 0) && char.IsUpper(text.Source[text[at].Start]);

    // Quotation marks and brackets around nothing.
    private void RemoveEmptyPair(int at, ref int end)
    {
        var before = Before(at);
        if (!IsPair(before, 0) || !IsPair(end, 1) || !Pairs.Contains(text[before].Text + text[end].Text)) return;
        Remove(before, before + 1);
        Remove(end, end + 1);
        end = From(end);
    }

    private bool IsPair(int index, int side)
        => index >= 0 && index < text.Count && text[index].Text.Length == 1 && Pairs.Exists(pair => pair[side] == text[index].Text[0]);

    private bool IsSoft(int index)
        => index >= 0 && index < text.Count && text[index].Text is "," or "-" or "–" or "—" && IsApart(index);

    // Not the hyphen of a compound.
    private bool IsApart(int index)
        => text[index].Text is "," or "—" or "–" || index + 1 >= text.Count || text[index + 1].SpaceBefore || _isRemoved[index + 1];

    // No clause ends with it.
    private bool IsBound(int index) => index >= 0 && text.IsWord(index) && language["common"].Contains(text[index].Text);

    private int? NextWord(int from)
    {
        for (var i = from; i < text.Count; i++)
            if (!_isRemoved[i] && text.IsWord(i)) return i;
        return null;
    }

    private IEnumerable<TextEdit> Deletions()
    {
        var hasText = false;
        for (var at = 0; at < text.Count;)
        {
            if (!_isRemoved[at])
            {
                hasText = true;
                at++;
                continue;
            }
            var end = From(at);
            // With the space before it; at the start of a text without one, with that after it.
            var keepsSpace = !hasText && text[at].Start == 0;
            var start = at == 0 ? text[at].Start : text[at - 1].End;
            if (hasText && end < text.Count && !text[at].SpaceBefore && text[end].SpaceBefore) start = text[at].Start;
            var stop = keepsSpace && end < text.Count ? text[end].Start : text[end - 1].End;
            // What followed directly on what is gone, as in "I-I", keeps the space of that.
            if (hasText && end < text.Count && !text[end].SpaceBefore && text[end].Kind is not AtomKind.Mark && text[at].SpaceBefore)
                start = text[at].Start;
            // Right after a mark that opens, nothing keeps its space.
            if (end < text.Count && !text[at].SpaceBefore && IsPair(Before(at), 0)) (start, stop) = (text[at].Start, text[end].Start);
            yield return new TextEdit(start, stop, "");
            at = end;
        }
    }

    private TextEdit Capital(int word)
        => new(text[word].Start, text[word].Start + 1, char.ToUpperInvariant(text.Source[text[word].Start]).ToString());
}
