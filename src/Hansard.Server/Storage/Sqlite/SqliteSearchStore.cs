using Dapper;
using Hansard.Server.Search;
using Hansard.Server.Transcriptions;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Search with FTS5: see <see cref="SearchSchema"/>.</summary>
internal sealed class SqliteSearchStore(Database database, TimeProvider clock) : ISearchStore
{
    // Of each transcription; more are found by opening it.
    private const int ShownPassages = 3;

    private const string ByName = @"t.filename LIKE @name ESCAPE '\' OR t.notes LIKE @name ESCAPE '\'";

    private const string ByWords =
        "t.id IN (SELECT p.transcription_id FROM passage_words w JOIN passages p ON p.seq = w.rowid WHERE passage_words MATCH @words)";

    /// <inheritdoc />
    public IReadOnlyList<FoundTranscription> Find(string project, SearchQuery query, long before, int limit) => database.Read(c =>
    {
        var words = SearchWords.Query(query.Text);
        List<string> conditions = ["t.project_id = @project", "t.seq < @before"];
        if (query.Tag is not null)
            conditions.Add($"EXISTS (SELECT 1 FROM json_each(t.tags) e WHERE e.value = @Tag COLLATE {Database.AnyCase})");
        if (query.Status is not null) conditions.Add("t.status = @Status");
        if (query.Text.Trim().Length > 0) conditions.Add($"({(words is null ? ByName : $"{ByName} OR {ByWords}")})");
        var rows = c.Query<TranscriptionRow>(
            $"""
            SELECT {SqliteTranscriptionStore.Columns} FROM transcriptions t
            WHERE {string.Join(" AND ", conditions)} ORDER BY t.seq DESC LIMIT @limit
            """,
            new { project, before, limit, words, query.Tag, query.Status, name = $"%{Escape(query.Text.Trim())}%" }).AsList();
        return rows.ConvertAll(row => new FoundTranscription(row, words is null ? [] : In(c, row.Id, words)));
    });

    /// <inheritdoc />
    public IReadOnlyList<TagCount> Tags(string project) => database.Read(c => c.Query<TagCount>(
        // With min(), the other columns are those of its row (sqlite.org/lang_select.html, 2.5): the spelling that was there first.
        $"""
        SELECT CAST(e.value AS TEXT) Tag, count(*) Count, min(t.seq) First FROM transcriptions t, json_each(t.tags) e
        WHERE t.project_id = @project AND t.tags IS NOT NULL
        GROUP BY e.value COLLATE {Database.AnyCase} ORDER BY count(*) DESC, e.value COLLATE {Database.AnyCase} LIMIT 1000
        """,
        new { project }).AsList());

    /// <inheritdoc />
    public async Task<bool> IndexNextAsync(
        Func<TranscriptionRow, StoredTranscript, IReadOnlyList<Passage>> divide, CancellationToken cancellationToken)
    {
        var next = database.Read(c =>
        {
            var id = c.ExecuteScalar<string?>("SELECT transcription_id FROM transcripts WHERE indexed_at IS NULL LIMIT 1");
            if (id is null) return null;
            var row = c.QuerySingleOrDefault<TranscriptionRow>(
                $"SELECT {SqliteTranscriptionStore.Columns} FROM transcriptions WHERE id = @id", new { id });
            var transcript = c.QuerySingleOrDefault<StoredTranscript>(SqliteTranscriptionStore.TranscriptOf, new { id });
            return row is null || transcript is null ? null : Tuple.Create(row, transcript);
        });
        if (next is null) return false;
        var passages = divide(next.Item1, next.Item2);
        await database.WriteAsync(
            c =>
            {
                // A revision that was saved meanwhile is what is to be found.
                var isIndexed = c.ExecuteScalar<bool>(
                    "SELECT EXISTS (SELECT 1 FROM transcripts WHERE transcription_id = @Id AND indexed_at IS NOT NULL)",
                    new { next.Item1.Id });
                if (!isIndexed) Index(c, next.Item1.Id, passages, clock.Milliseconds());
            },
            cancellationToken);
        return true;
    }

    /// <summary>Stores the passages of a transcript in place of those that it has.</summary>
    public static void Index(SqliteConnection connection, string id, IReadOnlyList<Passage> passages, long now)
    {
        connection.Execute("DELETE FROM passages WHERE transcription_id = @id", new { id });
        connection.Execute(
            """
            INSERT INTO passages (transcription_id, start_ms, end_ms, speaker, text, words)
            VALUES (@id, @StartMs, @EndMs, @Speaker, @Text, @Words)
            """,
            passages.Select(p => new { id, p.StartMs, p.EndMs, p.Speaker, p.Text, p.Words }));
        connection.Execute("UPDATE transcripts SET indexed_at = @now WHERE transcription_id = @id", new { id, now });
    }

    private static List<Passage> In(SqliteConnection connection, string id, string words)
    {
        var passages = connection.Query<Passage>(
            """
            SELECT p.start_ms StartMs, p.end_ms EndMs, p.speaker Speaker, p.text Text,
                highlight(passage_words, 0, char(2), char(3)) Words
            FROM passages p JOIN passage_words ON passage_words.rowid = p.seq
            WHERE p.transcription_id = @id AND passage_words MATCH @words ORDER BY p.seq LIMIT @ShownPassages
            """,
            new { id, words, ShownPassages }).AsList();
        var names = StoredTranscript.NamesOf(connection.ExecuteScalar<string?>(
            "SELECT speaker_names FROM revisions WHERE transcription_id = @id ORDER BY number DESC LIMIT 1", new { id }));
        return names.Count == 0 ? passages : passages.ConvertAll(
            passage => passage with { SpeakerName = passage.Speaker is null ? null : names.GetValueOrDefault(passage.Speaker) });
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
