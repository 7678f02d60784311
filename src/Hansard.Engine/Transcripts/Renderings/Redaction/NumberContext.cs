namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Tells by the words near a number what it is the number of.</summary>
/// <param name="text">The text.</param>
/// <param name="language">Its table; null: none is known.</param>
internal sealed class NumberContext(SpokenText text, LanguageTable? language)
{
    // A sentence or two: the question before an answer, and "is my number" after it.
    private const int CharactersBefore = 90;
    private const int CharactersAfter = 40;

    private readonly string _text = string.Concat(text.Source.Select(char.ToLowerInvariant));

    private readonly IReadOnlyList<ContextWord> _words = [.. (language?.Lines("context") ?? []).Select(line =>
    {
        var fields = line.Value.Split('\t');
        return new ContextWord(Enum.Parse<SensitiveKind>(line.Key, ignoreCase: true), int.Parse(fields[0]), fields[1]);
    })];

    /// <summary>The kind of a number.</summary>
    /// <returns>Null if no word tells one.</returns>
    public SensitiveKind? KindOf(NumberRun run)
    {
        var (start, end) = (text[run.First].Start, text[run.End - 1].End);
        var before = _text[Math.Max(0, start - CharactersBefore)..start];
        var possible = _words.Where(word => run.Digits.Length >= word.Digits
            && (word.Kind is not SensitiveKind.Phone || run.Digits.Length <= 15)).ToList();
        var nearest = possible.Select(word => (Word: word, At: LastIndex(before, word.Text)))
            .Where(found => found.At >= 0).OrderByDescending(found => found.At).ThenByDescending(found => found.Word.Text.Length)
            .FirstOrDefault();
        if (nearest.Word is not null) return nearest.Word.Kind;
        var after = _text[end..Math.Min(_text.Length, end + CharactersAfter)];
        return possible.Where(word => word.Digits is >= 6 and < 12 && LastIndex(after, word.Text) >= 0)
            .Select(word => (SensitiveKind?)word.Kind)
            .FirstOrDefault();
    }

    /// <summary>True if one of the words of a section stands before a place.</summary>
    public bool Follows(int atom, string section)
    {
        if (language is null) return false;
        for (var i = atom - 1; i >= 0 && text[atom].Start - text[i].Start <= CharactersBefore; i--)
            if (language[section].Match(text, i) is { } found && found.End <= atom) return true;
        return false;
    }

    // At the start of a word: "phone" is not in "saxophone".
    private static int LastIndex(string text, string word)
    {
        var at = text.LastIndexOf(word, StringComparison.Ordinal);
        while (at > 0 && char.IsLetter(text[at - 1])) at = text.LastIndexOf(word, at - 1, StringComparison.Ordinal);
        return at;
    }

    private sealed record ContextWord(SensitiveKind Kind, int Digits, string Text);
}
