using System.Data.Common;
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

    // The trigrams of the index.
    private const int ShortestPart = 3;

    /// <inheritdoc />
    /// <remarks>
    /// Rare words lead to the transcriptions; frequent ones are soon met by going from one transcription to the next. With M of N passages,
    /// that costs 2.2 M and 37 · 20 · N / M microseconds.
    /// </remarks>
    public override SearchSource Said(DbConnection connection, WordQuery query)
    {
        var passages = connection.ExecuteScalar<long?>("SELECT max(seq) FROM passages") ?? 0;
        var most = (long)Math.Sqrt(Look * Page / ToTranscription * passages) + Page;
        var found = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM (SELECT 1 FROM passage_words WHERE passage_words MATCH @words LIMIT @most)",
            new { words = Text(query), most });
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
    public override string Text(WordQuery query)
        => string.Join(' ', query.Phrases.Select(phrase => $"\"{phrase}\"")) + (query.IsBegun ? "*" : "");

    /// <inheritdoc />
    public override void Add(DbConnection connection, string id, IReadOnlyList<Passage> passages) => connection.Execute(
        """
        INSERT INTO passages (transcription_id, start_ms, end_ms, speaker, text, words)
        VALUES (@id, @StartMs, @EndMs, @Speaker, @Text, @Words)
        """,
        passages.Select(p => new { id, p.StartMs, p.EndMs, p.Speaker, p.Text, p.Words }));

    /// <inheritdoc />
    /// <remarks>From the passages of the one to the index: a frequent word is in many of others.</remarks>
    public override IReadOnlyList<Passage> Find(DbConnection connection, string id, WordQuery query, int most) => connection.Query<Passage>(
        """
        SELECT p.start_ms StartMs, p.end_ms EndMs, p.speaker Speaker, p.text Text,
            highlight(passage_words, 0, char(2), char(3)) Words
        FROM passages p CROSS JOIN passage_words ON passage_words.rowid = p.seq
        WHERE p.transcription_id = @id AND passage_words MATCH @words ORDER BY p.seq LIMIT @most
        """,
        new { id, words = Text(query), most }).AsList();
}
