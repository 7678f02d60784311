namespace Hansard.Engine.Transcripts.Renderings.Cleaning;

/// <summary>Leaves out words that were broken off and begun again: "the ca- the car", "w-what".</summary>
/// <remarks>Only where the word that follows begins alike: half a word may be all that was said, or stand for a whole one.</remarks>
internal static class FalseStarts
{
    private const int LongestStutter = 3;
    private const int MostWordsBack = 3;

    /// <summary>Leaves them out.</summary>
    public static void Remove(CleanedText draft)
    {
        var text = draft.Text;
        for (var at = 1; at + 1 < text.Count; at++)
        {
            if (draft.IsRemoved(at) || text[at].Text is not ("-" or "–" or "—") || !text.IsJoined(at)) continue;
            if (text[at - 1].Kind is not AtomKind.Word || draft.IsRemoved(at - 1)) continue;
            if (text[at].Text == "-" && text.IsJoined(at + 1)) Stutter(draft, at);
            else BrokenOff(draft, at);
        }
    }

    private static void Stutter(CleanedText draft, int hyphen)
    {
        var (text, language) = (draft.Text, draft.Language);
        var (begun, whole) = (text[hyphen - 1].Text, text[hyphen + 1].Text);
        if (text[hyphen + 1].Kind is not AtomKind.Word || begun.Length > LongestStutter) return;
        if (text.IsJoined(hyphen - 1) || (text.IsMark(hyphen + 2, "-") && text.IsJoined(hyphen + 2))) return;
        var isSame = begun == whole && language["repeat"].Contains(whole);
        var isBegun = Begins(whole, begun) && language["common"].Contains(whole);
        if (isSame || isBegun) draft.Remove(hyphen - 1, hyphen + 1);
    }

    private static void BrokenOff(CleanedText draft, int hyphen)
    {
        var (text, language) = (draft.Text, draft.Language);
        var next = NextWord(draft, hyphen + 1);
        if (next < 0 || language["suspended"].Contains(text[next].Text)) return;
        var begun = text[hyphen - 1].Text;
        var isWord = language["common"].Contains(begun);
        if (!isWord && Begins(text[next].Text, begun))
        {
            draft.Remove(hyphen - 1, next);
            return;
        }
        // "I was go- I was going": from the first of the words that are said again.
        for (var back = 1; back <= MostWordsBack && hyphen - 1 - back >= 0; back++)
        {
            var first = hyphen - 1 - back;
            if (!text.IsWord(first) || draft.IsRemoved(first)) return;
            if (!IsSame(draft, first, next, back)) continue;
            var again = next + back;
            if (!text.IsWord(again)) return;
            var isRepair = isWord
                ? text[again].Text == begun || language["repeat"].Contains(text[first].Text)
                : Begins(text[again].Text, begun);
            if (isRepair) draft.Remove(first, next);
            return;
        }
    }

    private static bool Begins(string word, string begun) => word.Length > begun.Length && word.StartsWith(begun, StringComparison.Ordinal);

    private static bool IsSame(CleanedText draft, int first, int next, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (next + i >= draft.Text.Count || draft.IsRemoved(next + i) || !draft.Text.IsWord(next + i)) return false;
            if (draft.Text[first + i].Text != draft.Text[next + i].Text) return false;
        }
        return true;
    }

    // Over commas and what is left out.
    private static int NextWord(CleanedText draft, int from)
    {
        for (var at = draft.From(from); at < draft.Text.Count; at = draft.From(at + 1))
        {
            if (draft.Text.IsWord(at)) return at;
            if (!draft.Text.IsMark(at, ",")) return -1;
        }
        return -1;
    }
}
