namespace Hansard.Engine.Transcripts.Renderings.Cleaning;

/// <summary>Leaves out sounds of hesitation, and phrases that are nothing else where commas set them off.</summary>
internal static class Fillers
{
    /// <summary>Leaves them out.</summary>
    public static void Remove(CleanedText draft)
    {
        var (text, language) = (draft.Text, draft.Language);
        for (var at = 0; at < text.Count; at++)
        {
            if (language["filler"].Match(text, at) is not { } found || !IsFiller(text, at, found.End)) continue;
            draft.Remove(at, found.End);
            at = found.End - 1;
        }
        for (var at = 0; at < text.Count; at++)
        {
            if (draft.IsRemoved(at) || language["aside"].Match(text, at) is not { } found || !IsAside(draft, at, found.End)) continue;
            draft.Remove(at, found.End);
            at = found.End - 1;
        }
    }

    // "Mm-hmm" and "uh-huh" answer, and "hm?" asks.
    private static bool IsFiller(SpokenText text, int first, int end)
    {
        if (text.IsJoined(first) && text[first - 1].Text is "-" or "¿" or "¡") return false;
        if (end >= text.Count) return true;
        if (text.IsMark(end, "-") && text.IsJoined(end) && text.IsJoined(end + 1)) return false;
        return text[end].Text is not ("?" or "!");
    }

    private static bool IsAside(CleanedText draft, int first, int end)
    {
        var (text, after) = (draft.Text, draft.From(end));
        if (!IsComma(text, after)) return false;
        if (IsComma(text, draft.Before(first))) return true;
        return draft.BeginsSentence(first) && draft.Language["opener"].Match(text, first) is { } opener && opener.End == end;
    }

    private static bool IsComma(SpokenText text, int index) => text.IsMark(index, ",");
}
