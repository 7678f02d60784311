using System.Data.Common;
using Dapper;
using Hansard.Server.Search;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Storage.Sql;

/// <summary>Search in transcripts, names and notes.</summary>
internal sealed class SqlSearchStore(ISqlDatabase database, TimeProvider clock) : ISearchStore
{
    // Of each transcription; more are found by opening it.
    private const int ShownPassages = 3;

    /// <inheritdoc />
    public IReadOnlyList<FoundTranscription> Find(string project, SearchQuery query, long before, int limit) => database.Read(c =>
    {
        var (text, tag) = (Without0(query.Text)!, Without0(query.Tag));
        var index = database.Dialect.Passages;
        var said = SearchWords.Query(text);
        var words = said is null ? null : index.Text(c, said);
        List<string> conditions = ["t.project_id = @project", "t.seq < @before", "t.transient_of IS NULL"];
        if (tag is not null) conditions.Add("EXISTS (SELECT 1 FROM json_each(t.tags) e WHERE fold(e.value) = fold(@tag))");
        if (query.Status is not null) conditions.Add("t.status = @Status");
        var name = text.Trim();
        var parameters = new
        {
            project,
            before,
            limit,
            words,
            tag,
            query.Status,
            name,
            pattern = $"%{Escape(name)}%",
        };
        List<SearchSource> sources = name.Length == 0 ? [new SearchSource(SearchSource.Transcriptions, "1 = 1")] : [index.Named(name)];
        if (name.Length > 0 && words is not null) sources.Add(index.Said(c, project, words));

        // Each by itself has an order that an index gives; both together have none.
        var rows = sources.SelectMany(source => c.Query<TranscriptionRow>(
            $"""
            SELECT {SqlTranscriptionStore.Columns} FROM transcriptions WHERE seq IN (
                SELECT {source.Selected} FROM {source.From}
                WHERE {source.Condition} AND {string.Join(" AND ", conditions)} ORDER BY {source.Order} DESC LIMIT @limit)
            """,
            parameters)).DistinctBy(row => row.Seq).OrderByDescending(row => row.Seq).Take(limit).ToList();
        var found = said is null || rows.Count == 0
            ? []
            : index.Find(c, rows.ConvertAll(row => new SearchedTranscription(row.Seq, row.Id)), said, words!, ShownPassages);
        var passages = found.ToLookup(passage => passage.Transcription, passage => passage.Passage, StringComparer.Ordinal);
        return rows.ConvertAll(row => new FoundTranscription(row, WithNames(c, row.Id, [.. passages[row.Id]])));
    });

    /// <inheritdoc />
    public IReadOnlyList<TagCount> Tags(string project) => database.Read(c => c.Query<TagCount>(
        // In the spelling that was there first.
        """
        SELECT tag Tag, times AS Count, seq AS First FROM (
            SELECT e.value AS tag, t.seq AS seq,
                count(*) OVER (PARTITION BY fold(e.value)) AS times,
                row_number() OVER (PARTITION BY fold(e.value) ORDER BY t.seq) AS place
            FROM transcriptions t, json_each(t.tags) e WHERE t.project_id = @project AND t.tags IS NOT NULL) spelled
        WHERE place = 1 ORDER BY times DESC, fold(tag) LIMIT 1000
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
                $"SELECT {SqlTranscriptionStore.Columns} FROM transcriptions WHERE id = @id", new { id });
            var transcript = c.QuerySingleOrDefault<StoredTranscript>(SqlTranscriptionStore.TranscriptOf, new { id });
            return row is null || transcript is null ? null : Tuple.Create(row, transcript);
        });
        if (next is null) return false;
        var passages = divide(next.Item1, next.Item2);
        await database.WriteAsync(
            c =>
            {
                // A revision that was saved meanwhile is what is to be found.
                if (Note(c, next.Item1.Id, clock.Milliseconds(), onlyNew: true))
                    Replace(database.Dialect, c, next.Item1.Id, passages);
            },
            cancellationToken);
        return true;
    }

    /// <summary>Stores the passages of a transcript in place of those that it has.</summary>
    public static void Index(SqlDialect dialect, DbConnection connection, string id, IReadOnlyList<Passage> passages, long now)
    {
        // First: whoever else does the same then waits.
        Note(connection, id, now, onlyNew: false);
        Replace(dialect, connection, id, passages);
    }

    private static void Replace(SqlDialect dialect, DbConnection connection, string id, IReadOnlyList<Passage> passages)
    {
        connection.Execute("DELETE FROM passages WHERE transcription_id = @id", new { id });
        dialect.Passages.Add(connection, id, passages);
    }

    private static bool Note(DbConnection connection, string id, long now, bool onlyNew) => connection.Execute(
        $"UPDATE transcripts SET indexed_at = @now WHERE transcription_id = @id{(onlyNew ? " AND indexed_at IS NULL" : "")}",
        new { id, now }) == 1;

    private static IReadOnlyList<Passage> WithNames(DbConnection connection, string id, IReadOnlyList<Passage> passages)
    {
        if (passages.Count == 0) return passages;
        var names = StoredTranscript.NamesOf(connection.ExecuteScalar<string?>(
            "SELECT speaker_names FROM revisions WHERE transcription_id = @id ORDER BY number DESC LIMIT 1", new { id }));
        return names.Count == 0
            ? passages
            : [.. passages.Select(passage => passage with
            {
                SpeakerName = passage.Speaker is null ? null : names.GetValueOrDefault(passage.Speaker),
            })];
    }

    // The end of a text to SQLite, and no character of one to PostgreSQL.
    private static string? Without0(string? text) => text?.Replace('\0', ' ');

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
