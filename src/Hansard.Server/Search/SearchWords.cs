using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Search;

/// <summary>Text as it is searched: spaces around every character of a writing that has none between words.</summary>
internal static class SearchWords
{
    /// <summary>Words of a query at most.</summary>
    public const int MostWords = 20;

    /// <summary>The form of a text in the index.</summary>
    public static string Of(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var stands = Stands(rune);
            if (stands) words.Append(' ');
            words.Append(rune.ToString());
            if (stands) words.Append(' ');
        }
        return words.ToString();
    }

    /// <summary>The query in what people write into a search field: all words, the last one perhaps begun, "phrases" as they are.</summary>
    /// <returns>Null when there is no word in it.</returns>
    public static WordQuery? Query(string text)
    {
        var terms = Terms(text);
        if (terms.Count == 0) return null;

        // A word that is still being written begins another.
        return new WordQuery(terms.ConvertAll(Of), text[^1] is not (' ' or '"') && !Stands(terms[^1].EnumerateRunes().Last()));
    }

    private static List<string> Terms(string text) =>
    [
        .. text.Split('"')
            .SelectMany((part, i) => i % 2 == 1
                ? [part.Trim()]
                : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(HasWord)
            .Take(MostWords),
    ];

    private static bool HasWord(string term) => term.EnumerateRunes().Any(Rune.IsLetterOrDigit);

    private static bool Stands(Rune rune) => (Script.IsCjk(rune) || Script.IsSoutheastAsian(rune)) && Rune.IsLetter(rune);
}
