using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Hansard.Server.Search;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Words that are looked for, as FTS5 is asked for them.</summary>
internal static class Fts5Words
{
    // Words in the place of a beginning: more take longer to look for than their places to merge.
    private const int MostWords = 100;

    // The same of one transcription alone.
    private const int MostWordsWithin = 500;

    // The words of the index that begin so, one after the other: to ask for all of them at once, or for one that comes after another, has
    // FTS5 count the places of each.
    private const string WordsBegun =
        """
        WITH RECURSIVE begun (term) AS (
            SELECT (SELECT term FROM temp.passage_vocabulary WHERE term >= @begun AND term < @begun || char(0x10FFFF) LIMIT 1)
            UNION ALL
            SELECT (SELECT term FROM temp.passage_vocabulary
                WHERE term >= begun.term || char(1) AND term < @begun || char(0x10FFFF) LIMIT 1)
            FROM begun WHERE begun.term IS NOT NULL LIMIT @most)
        SELECT term FROM begun WHERE term IS NOT NULL
        """;

    /// <summary>A query in the language of FTS5.</summary>
    /// <param name="connection">Of the database.</param>
    /// <param name="query">The words.</param>
    /// <remarks>
    /// In the place of a word that is begun stand those of the index that begin so: what FTS5 does with a beginning, to merge all places of
    /// all these words, it does again for each passage that is looked at.
    /// </remarks>
    public static string Query(DbConnection connection, WordQuery query)
    {
        List<string> phrases = [.. query.Phrases.Select(Quoted)];
        if (query.IsBegun && IsRestSaid(connection, phrases[..^1], query.Phrases[^1]))
            phrases[^1] = Begun(connection, query.Phrases[^1]);
        return string.Join(" AND ", phrases);
    }

    /// <summary>Indicates whether a query leaves a beginning to FTS5, since it is that of very many words.</summary>
    public static bool IsWide(string words) => words.EndsWith("\"*", StringComparison.Ordinal); // Within quotes stands no quote.

    /// <summary>A query with the words of one transcription alone in the place of a beginning.</summary>
    /// <returns>Null where they cannot be told.</returns>
    public static string? Within(DbConnection connection, string id, WordQuery query)
    {
        var (before, begun) = Divided(query.Phrases[^1]);
        var folded = Folded(begun);
        if (folded.Length == 0) return null;
        var words = connection.Query<string>("SELECT words FROM passages WHERE transcription_id = @id", new { id })
            .SelectMany(Words).Where(word => Folded(word).StartsWith(folded, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Take(MostWordsWithin + 1).ToList();
        return words.Count is 0 or > MostWordsWithin ? null : string.Join(
            " AND ",
            query.Phrases.SkipLast(1).Select(Quoted).Append($"({string.Join(" OR ", words.Select(word => Quoted(before + word)))})"));
    }

    private static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && IsOfWord(text[at])) at++;
            if (at > start) yield return text[start..at];
        }
    }

    // As the tokenizer does for most letters; of others FTS5 says what begins so.
    private static string Folded(string word) => string.Concat(
        word.Normalize(NormalizationForm.FormD).Where(c => char.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark))
        .ToLowerInvariant();

    private static (string Before, string Begun) Divided(string phrase)
    {
        var start = phrase.Length;
        while (start > 0 && IsOfWord(phrase[start - 1])) start--;
        return (phrase[..start], phrase[start..]);
    }

    // Where it is not, nothing is found, whatever the last word becomes.
    private static bool IsRestSaid(DbConnection connection, List<string> others, string last)
    {
        var (before, _) = Divided(last);
        var rest = string.Join(" AND ", before.Any(IsOfWord) ? others.Append(Quoted(before)) : others);
        return rest.Length == 0 || connection.ExecuteScalar<long?>(
            "SELECT rowid FROM passage_words WHERE passage_words MATCH @rest ORDER BY rowid DESC LIMIT 1", new { rest }) is not null;
    }

    private static string Begun(DbConnection connection, string phrase)
    {
        // In the index are words in small letters and without accents. With others none begins so, and FTS5 is left to fold them.
        var (before, last) = Divided(phrase);
        var (start, begun) = (before.Length, last.ToLowerInvariant());
        List<string> words = [];
        if (begun.Length > 0 && (start == 0 || !char.IsSurrogate(phrase[start - 1])))
        {
            connection.Execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_vocabulary USING fts5vocab (main, passage_words, instance)");
            words = connection.Query<string>(WordsBegun, new { begun, most = MostWords + 1 }).AsList();
        }
        return words.Count is > 0 and <= MostWords
            ? $"({string.Join(" OR ", words.Select(word => Quoted(before + word)))})"
            : $"{Quoted(phrase)}*";
    }

    private static string Quoted(string phrase) => $"\"{phrase}\"";

    // Of the tokenizer unicode61; half of a surrogate pair is none.
    private static bool IsOfWord(char character) => char.GetUnicodeCategory(character) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.PrivateUse;
}
