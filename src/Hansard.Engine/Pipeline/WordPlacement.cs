using Hansard.Engine.Recognition;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Gives tokens the times of the words that they are in.</summary>
internal static class WordPlacement
{
    /// <param name="tokens">Tokens of a transcript; the new ones among those of the window are changed.</param>
    /// <param name="isNew">True for each token whose time is only estimated.</param>
    /// <param name="window">The window that was aligned.</param>
    /// <param name="words">Words of its text, in order; none: nothing changes.</param>
    public static void Apply(TranscriptToken[] tokens, bool[] isNew, AlignmentWindow window, IReadOnlyList<AlignedWord> words)
    {
        var places = Places(words);
        var letters = window.Tokens.Sum(i => Letters(tokens[i].Text));
        if (places.Count == 0 || places.Count != letters) return;
        var at = 0;
        for (var n = 0; n < window.Tokens.Count; n++)
        {
            var index = window.Tokens[n];
            var count = Letters(tokens[index].Text);
            var (from, to) = (at, at + count);
            at = to;
            if (!isNew[index] || count == 0) continue;
            var earliest = n > 0 ? tokens[window.Tokens[n - 1]].EndMs!.Value : Milliseconds(0);
            var latest = Latest(tokens, isNew, window, n);
            var isMark = tokens[index].Text.EnumerateRunes().All(rune => rune.Value == ' ' || Script.IsMark(rune));
            // A mark takes no time.
            var start = isMark ? earliest : Math.Clamp(Milliseconds(places[from].Start), Math.Min(earliest, latest), latest);
            var end = isMark ? earliest : Math.Clamp(Milliseconds(places[to - 1].End), start, Math.Max(start, latest));
            tokens[index] = tokens[index] with { StartMs = start, EndMs = end };
        }

        long Milliseconds(double seconds) => (long)Math.Round(window.Start.TotalMilliseconds + seconds * 1000);
    }

    // Where the next word that did not change begins, or else the window ends.
    private static long Latest(TranscriptToken[] tokens, bool[] isNew, AlignmentWindow window, int n)
    {
        for (var next = n + 1; next < window.Tokens.Count; next++)
        {
            if (!isNew[window.Tokens[next]]) return tokens[window.Tokens[next]].StartMs!.Value;
        }
        return (long)window.End.TotalMilliseconds;
    }

    // A word's time is shared evenly by its characters that sound.
    private static List<LetterTime> Places(IReadOnlyList<AlignedWord> words)
    {
        List<LetterTime> places = [];
        foreach (var word in words)
        {
            System.Text.Rune[] runes = [.. word.Text.EnumerateRunes().Where(rune => !System.Text.Rune.IsWhiteSpace(rune))];
            var sounding = Math.Max(1, runes.Count(rune => !Script.IsMark(rune)));
            var (seen, length) = (0, word.End - word.Start);
            foreach (var rune in runes)
            {
                var start = word.Start + length * Math.Min(seen, sounding) / sounding;
                if (!Script.IsMark(rune)) seen++;
                places.Add(new LetterTime(start, word.Start + length * Math.Min(seen, sounding) / sounding));
            }
        }
        return places;
    }

    private static int Letters(string text) => text.EnumerateRunes().Count(rune => !System.Text.Rune.IsWhiteSpace(rune));

    /// <summary>Time of a character, in seconds from the start of the window.</summary>
    private readonly record struct LetterTime(double Start, double End);
}
