namespace Hansard.Server.Search;

/// <summary>
/// Finds in a text the matches that the index has marked in its words (<see cref="SearchWords.Of"/>): they have spaces that it lacks.
/// </summary>
internal static class MarkedWords
{
    /// <summary>Stands before a match.</summary>
    public const char Start = '\u0002';

    /// <summary>Stands after a match.</summary>
    public const char End = '\u0003';

    /// <param name="text">Text of the passage.</param>
    /// <param name="words">Its words, and after them those of the translation, with marks.</param>
    /// <returns>Ranges of UTF-16 code units, in order; none where only the translation is marked.</returns>
    public static IReadOnlyList<TextMatch> In(string text, string words)
    {
        List<TextMatch> matches = [];
        var (at, start) = (0, -1);
        foreach (var character in words)
        {
            if (character == Start) start = at;
            else if (character == End)
            {
                if (start >= 0 && start < at) Add(matches, new TextMatch(start, at));
                start = -1;
            }
            else if (at < text.Length && text[at] == character) at++;
            else if (at == text.Length) break;
        }
        return matches;
    }

    // The spaces put between characters are before the mark.
    private static void Add(List<TextMatch> matches, TextMatch match)
    {
        if (matches is [.., var last] && last.End == match.Start) matches[^1] = last with { End = match.End };
        else matches.Add(match);
    }
}

/// <summary>A stretch of a text.</summary>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">Code unit after the last one.</param>
internal sealed record TextMatch(int Start, int End);
