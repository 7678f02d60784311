namespace Hansard.Engine.Transcripts.Renderings.Cleaning;

/// <summary>Leaves out what is said twice by accident: "the, the car", "and I think and I think that".</summary>
/// <remarks>
/// Emphasis ("no, no", "very very"), grammar ("had had", "die, die") and echoes ("I know, I know.") stay: a single word is left out only
/// if it is one of those that nobody repeats on purpose (<c>repeat</c>), several only if they are frequent ones or begin with such a word,
/// and if the sentence goes on.
/// </remarks>
internal static class Repetitions
{
    private const int LongestPhrase = 6;

    /// <summary>Leaves them out.</summary>
    public static void Remove(CleanedText draft)
    {
        var words = Words(draft);
        for (var at = 0; at + 1 < words.Count; at++)
        {
            for (var length = LongestPhrase; length >= 1; length--)
            {
                if (!IsSaidTwice(draft, words, at, length)) continue;
                draft.Remove(words[at].Atom, words[at + length].Atom);
                at += length - 1;
                break;
            }
        }
    }

    private static List<PlacedWord> Words(CleanedText draft)
    {
        List<PlacedWord> words = [];
        var gap = Gap.Sentence;
        for (var at = 0; at < draft.Text.Count; at++)
        {
            if (draft.IsRemoved(at)) continue;
            if (!draft.Text.IsWord(at))
            {
                var isSoft = draft.Text[at].Text is "," or "—" or "–" or "…" or "...";
                gap = !isSoft ? Gap.Sentence : gap is Gap.None ? Gap.Pause : gap;
                continue;
            }
            words.Add(new PlacedWord(at, draft.Text[at].Text, gap));
            gap = Gap.None;
        }
        return words;
    }

    private static bool IsSaidTwice(CleanedText draft, List<PlacedWord> words, int at, int length)
    {
        var (second, next) = (at + length, at + 2 * length);
        if (next > words.Count || words[second].Before is Gap.Sentence) return false;
        for (var i = 0; i < length; i++)
        {
            if (i > 0 && (words[at + i].Before is not Gap.None || words[second + i].Before is not Gap.None)) return false;
            var isLast = i == length - 1;
            var (said, again) = (words[at + i].Text, words[second + i].Text);
            if (said != again && !(isLast && IsContracted(said, again))) return false;
        }
        // What ends a sentence was meant, and so was what a pause follows.
        var goesOn = next < words.Count && (words[next].Before is Gap.None || (length == 1 && words[next].Before is Gap.Pause
            && (words[second].Before is Gap.None || words[next].Text == words[at].Text)));
        return goesOn && MayGo(draft, words, at, length);
    }

    private static bool MayGo(CleanedText draft, List<PlacedWord> words, int at, int length)
    {
        var language = draft.Language;
        var isRepeat = language["repeat"].Contains(words[at].Text);
        if (length == 1)
        {
            // The band "The The".
            return isRepeat
                && !(words[at].Text.Length > 1 && draft.Text.IsCapital(words[at].Atom) && draft.Text.IsCapital(words[at + 1].Atom));
        }
        var phrase = words.GetRange(at, length);
        if (phrase.Select(word => word.Text).Distinct().Count() == 1) return false;
        // "On and on and on", "again and again and again".
        if (phrase.Skip(1).Any(word => language["suspended"].Contains(word.Text))) return false;
        if (at > 0 && words[at].Before is Gap.None && words[at - 1].Text == phrase[^1].Text) return false;
        if (phrase.TrueForAll(word => language["common"].Contains(word.Text) || language["repeat"].Contains(word.Text))) return true;
        return length >= 3 && isRepeat && words[at + length].Before is Gap.None
            && phrase.TrueForAll(word => draft.Text[word.Atom].Kind is AtomKind.Word);
    }

    // "I I'm".
    private static bool IsContracted(string word, string again)
        => again.Length > word.Length + 1 && again[word.Length] == '\'' && again.StartsWith(word, StringComparison.Ordinal);

    private enum Gap
    {
        None,
        Pause,
        Sentence,
    }

    private readonly record struct PlacedWord(int Atom, string Text, Gap Before);
}
