namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>Words and phrases of a section, each with what stands beside it.</summary>
internal sealed class PhraseList
{
    private readonly Dictionary<string, List<Phrase>> _phrases = new(StringComparer.Ordinal);

    /// <summary>Adds a phrase.</summary>
    /// <param name="phrase">Its words, in small letters.</param>
    /// <param name="value">What stands beside it; empty: nothing.</param>
    public void Add(string phrase, string value)
    {
        string[] words = [.. SpokenText.Of(phrase).Atoms.Where(atom => atom.Text != "-").Select(atom => atom.Text)];
        if (!_phrases.TryGetValue(words[0], out var same)) _phrases.Add(words[0], same = []);
        same.Add(new Phrase(words, value));
        same.Sort((a, b) => b.Words.Length - a.Words.Length);
    }

    /// <summary>True if a word is a phrase of its own.</summary>
    public bool Contains(string word) => _phrases.TryGetValue(word, out var same) && same[^1].Words.Length == 1;

    /// <summary>Finds the longest phrase at a place. Words may have hyphens between them.</summary>
    /// <returns>The index after it, and what stands beside it; null if there is none.</returns>
    public PhraseMatch? Match(SpokenText text, int at)
    {
        if (at < 0 || at >= text.Count || !_phrases.TryGetValue(text[at].Text, out var same)) return null;
        foreach (var phrase in same)
        {
            var (next, place) = (at, 0);
            while (place < phrase.Words.Length && next < text.Count)
            {
                if (place > 0 && text.IsMark(next, "-") && text.IsJoined(next) && text.IsJoined(next + 1)) next++;
                if (next >= text.Count || text[next].Text != phrase.Words[place]) break;
                (next, place) = (next + 1, place + 1);
            }
            if (place == phrase.Words.Length) return new PhraseMatch(next, phrase.Value);
        }
        return null;
    }

    /// <summary>Finds a phrase that ends before a place.</summary>
    /// <returns>The index of its first piece, and what stands beside it; null if there is none.</returns>
    public PhraseMatch? MatchBefore(SpokenText text, int end)
    {
        for (var start = Math.Max(0, end - 4); start < end; start++)
            if (Match(text, start) is { } found && found.End == end) return new PhraseMatch(start, found.Value);
        return null;
    }

    private sealed record Phrase(string[] Words, string Value);
}

/// <summary>A phrase that was found.</summary>
/// <param name="End">Index after its last piece; of one looked for backwards, that of its first.</param>
/// <param name="Value">What stands beside it.</param>
internal readonly record struct PhraseMatch(int End, string Value);
