using System.Data.Common;
using Dapper;
using Hansard.Server.Search;
using Hansard.Server.Storage.Sql;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>FTS5: see <see cref="SearchSchema"/>.</summary>
internal sealed class Fts5PassageIndex : PassageIndex
{
    /// <inheritdoc />
    public override string HasWords => "p.seq IN (SELECT w.rowid FROM passage_words w WHERE passage_words MATCH @words)";

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
    public override IReadOnlyList<Passage> Find(DbConnection connection, string id, WordQuery query, int most) => connection.Query<Passage>(
        """
        SELECT p.start_ms StartMs, p.end_ms EndMs, p.speaker Speaker, p.text Text,
            highlight(passage_words, 0, char(2), char(3)) Words
        FROM passages p JOIN passage_words ON passage_words.rowid = p.seq
        WHERE p.transcription_id = @id AND passage_words MATCH @words ORDER BY p.seq LIMIT @most
        """,
        new { id, words = Text(query), most }).AsList();
}
