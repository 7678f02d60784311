using Hansard.Engine.Recognition.Sounds;

namespace Hansard.Engine.Recognition.Context;

/// <summary>Writes terms that have been recognised as they were given: their case, and their spaces.</summary>
internal static class TermWriting
{
    /// <summary>
    /// Letters of the longest word that is left as it is where no name can stand. Longer ones are listed to be written with their capital
    /// ("Exhibition"), and are rarely said in another sense.
    /// </summary>
    private const int LongestWord = 6;

    /// <summary>Rewrites words that have the letters of a term. Forms of a term ("YouTube's") are left as they are.</summary>
    /// <param name="words">Of a window.</param>
    /// <param name="spots">In order, none over another.</param>
    public static List<AlignedWord> Apply(IReadOnlyList<AlignedWord> words, IReadOnlyList<TermSpot> spots)
    {
        List<AlignedWord> written = [];
        var at = 0;
        foreach (var spot in spots)
        {
            written.AddRange(words.Skip(at).Take(spot.First - at));
            AlignedWord[] said = [.. words.Skip(spot.First).Take(spot.Count)];
            written.AddRange(Write(spot.Term, said));
            at = spot.End;
        }
        written.AddRange(words.Skip(at));
        return written;
    }

    /// <summary>The words of a term with the marks around them; one for each where as many were said, else all in one.</summary>
    private static IEnumerable<AlignedWord> Write(ContextTerm term, AlignedWord[] said)
    {
        var (opening, closing) = (Opening(said[0].Text), Closing(said[^1].Text));
        var parts = term.Text.Split(' ');
        if (parts.Length != said.Length)
        {
            var tokens = said.SelectMany(w => w.Tokens).ToArray();
            return [new AlignedWord(opening + term.Text + closing, said[0].Start, said[^1].End, said.Average(w => w.Confidence), tokens)];
        }
        return said.Select((word, i) => word with { Text = (i == 0 ? opening : " ") + parts[i] + (i == said.Length - 1 ? closing : "") });
    }

    /// <summary>
    /// Determines whether what was recognised are words of the language, in small letters, that a name is spelled like: "grace", "just in".
    /// They become the name only where a name can stand.
    /// </summary>
    /// <param name="term">With the same letters.</param>
    /// <param name="text">Recognised.</param>
    /// <param name="language">Code of the language; of others than English no words are known, and any in small letters is one.</param>
    public static bool IsWordOf(ContextTerm term, string text, string language)
    {
        if (!term.IsName || term.Spoken.Length > LongestWord) return false;
        string[] words =
            [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim([.. w.Where(c => !char.IsLetter(c))]))];
        // "I" has a capital, and is a word: "I ran" is not Iran.
        if (words.Any(w => w.Any(char.IsUpper) && !(w == "I" && words.Length > 1))) return false;
        return language == "en" ? words.All(Pronunciation.IsEnglishWord) : words.Length == 1 && Pronunciation.Knows(language);
    }

    /// <summary>The space and marks before a word.</summary>
    public static string Opening(string text) => string.Concat(text.TakeWhile(c => !char.IsLetterOrDigit(c)));

    /// <summary>The marks after a word.</summary>
    public static string Closing(string text) => string.Concat(text.Reverse().TakeWhile(c => !char.IsLetterOrDigit(c)).Reverse());
}
