using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Hansard.Server.Search;
using Hansard.Server.Storage.Sql;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>FTS5: see <see cref="SearchSchema"/>.</summary>
internal sealed class Fts5PassageIndex : PassageIndex
{
    // Microseconds: to go from a passage with the words to its transcription, and to look whether one passage has them (measured).
    private const double ToTranscription = 2.2;
    private const double Look = 37;

    // Results of a page.
    private const int Page = 20;

    // Words in the place of a beginning: more take longer to look for than their places to merge.
    private const int MostWords = 500;

    // The trigrams of the index.
    private const int ShortestPart = 3;

    /// <inheritdoc />
    /// <remarks>
    /// Rare words lead to the transcriptions; frequent ones are soon met by going from one transcription to the next. With M of N passages,
    /// that costs 2.2 M and 37 · 20 · N / M microseconds. A beginning of very many words is merged once, and passages are sought in that:
    /// with the plus sign, or SQLite would go through all of that for each transcription.
    /// </remarks>
    public override SearchSource Said(DbConnection connection, string words)
    {
        if (IsWide(words))
            return new SearchSource(
                SearchSource.Transcriptions,
                """
                EXISTS (SELECT 1 FROM passages p WHERE p.transcription_id = t.id
                    AND +p.seq IN (SELECT rowid FROM passage_words WHERE passage_words MATCH @words))
                """);
        var passages = connection.ExecuteScalar<long?>("SELECT max(seq) FROM passages") ?? 0;
        var most = (long)Math.Sqrt(Look * Page / ToTranscription * passages) + Page;
        var found = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH @words LIMIT @most)",
            new { words, most });
        return new SearchSource(
            SearchSource.Transcriptions,
            found < most
                ? """
                  t.seq IN (SELECT f.seq FROM passage_words w CROSS JOIN passages p ON p.seq = w.rowid
                      CROSS JOIN transcriptions f ON f.id = p.transcription_id WHERE passage_words MATCH @words)
                  """
                : """
                  EXISTS (SELECT 1 FROM passages p CROSS JOIN passage_words w ON w.rowid = p.seq
                      WHERE p.transcription_id = t.id AND passage_words MATCH @words)
                  """);
    }

    /// <inheritdoc />
    public override SearchSource Named(string text) => text.EnumerateRunes().Count() < ShortestPart
        ? NamedAlike
        : new SearchSource(
            "transcription_names n CROSS JOIN transcriptions t ON t.seq = n.rowid",
            """transcription_names MATCH '"' || replace(@name, '"', '""') || '"' AND n.rowid < @before""")
        {
            Order = "n.rowid",
        };

    /// <inheritdoc />
    /// <remarks>
    /// In the place of a word that is begun stand those of the index that begin so: what FTS5 does with a beginning, to merge all places of
    /// all these words, it does again for each passage that is looked at.
    /// </remarks>
    public override string Text(DbConnection connection, WordQuery query)
    {
        List<string> phrases = [.. query.Phrases.Select(Quoted)];
        if (query.IsBegun) phrases[^1] = Begun(connection, query.Phrases[^1]);
        return string.Join(" AND ", phrases);
    }

    /// <inheritdoc />
    public override void Add(DbConnection connection, string id, IReadOnlyList<Passage> passages) => connection.Execute(
        """
        INSERT INTO passages (transcription_id, start_ms, end_ms, speaker, text, words)
        VALUES (@id, @StartMs, @EndMs, @Speaker, @Text, @Words)
        """,
        passages.Select(p => new { id, p.StartMs, p.EndMs, p.Speaker, p.Text, p.Words }));

    /// <inheritdoc />
    /// <remarks>From the passages of the one to the index: a frequent word is in many of others.</remarks>
    public override IReadOnlyList<Passage> Find(DbConnection connection, string id, WordQuery query, string words, int most)
    {
        if (IsWide(words) && Narrowed(connection, id, query) is { } narrow && Marked(connection, id, narrow, most) is { Count: > 0 } found)
            return found;
        return Marked(connection, id, words, most);
    }

    private static List<Passage> Marked(DbConnection connection, string id, string words, int most) => connection.Query<Passage>(
        """
        SELECT p.start_ms StartMs, p.end_ms EndMs, p.speaker Speaker, p.text Text,
            highlight(passage_words, 0, char(2), char(3)) Words
        FROM passages p CROSS JOIN passage_words ON passage_words.rowid = p.seq
        WHERE p.transcription_id = @id AND passage_words MATCH @words ORDER BY p.seq LIMIT @most
        """,
        new { id, words, most }).AsList();

    // Only a beginning of very many words is left to FTS5; within quotes stands no quote.
    private static bool IsWide(string words) => words.EndsWith("\"*", StringComparison.Ordinal);

    // Words of one transcription alone in the place of the beginning: FTS5 would merge those of all others for each passage.
    private static string? Narrowed(DbConnection connection, string id, WordQuery query)
    {
        var (before, begun) = Divided(query.Phrases[^1]);
        var folded = Folded(begun);
        if (folded.Length == 0) return null;
        var words = connection.Query<string>("SELECT words FROM passages WHERE transcription_id = @id", new { id })
            .SelectMany(Words).Where(word => Folded(word).StartsWith(folded, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Take(MostWords + 1).ToList();
        return words.Count is 0 or > MostWords ? null : string.Join(
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

    private static string Begun(DbConnection connection, string phrase)
    {
        // In the index are words in small letters and without accents. With others none begins so, and FTS5 is left to fold them.
        var (before, last) = Divided(phrase);
        var (start, begun) = (before.Length, last.ToLowerInvariant());
        List<string> words = [];
        if (begun.Length > 0 && (start == 0 || !char.IsSurrogate(phrase[start - 1])))
        {
            connection.Execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_vocabulary USING fts5vocab (main, passage_words, row)");
            words = connection.Query<string>(
                "SELECT term FROM temp.passage_vocabulary WHERE term >= @begun AND term < @begun || char(0x10FFFF) LIMIT @most",
                new { begun, most = MostWords + 1 }).AsList();
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
