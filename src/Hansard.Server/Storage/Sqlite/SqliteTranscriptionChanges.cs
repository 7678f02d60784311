using Dapper;
using Hansard.Server.Events;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>The changes of transcriptions as rows of SQLite, which triggers write: see <see cref="ChangesSchema"/>.</summary>
internal sealed class SqliteTranscriptionChanges(Database database) : ITranscriptionChanges
{
    /// <inheritdoc />
    public long Latest() => database.Read(c => c.ExecuteScalar<long?>("SELECT max(seq) FROM transcription_changes")) ?? 0;

    /// <inheritdoc />
    public IReadOnlyList<TranscriptionChange> After(string project, long seq, int limit) => database.Read(
        c => c.Query<TranscriptionChange>(
            """
            SELECT seq Seq, transcription_id Id FROM transcription_changes
            WHERE project_id = @project AND seq > @seq ORDER BY seq LIMIT @limit
            """,
            new { project, seq, limit }).AsList());

    /// <inheritdoc />
    public Task PruneAsync(int kept, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            """
            DELETE FROM transcription_changes WHERE seq <= (SELECT max(seq) FROM transcription_changes) - @kept
                AND transcription_id NOT IN (SELECT id FROM transcriptions)
            """,
            new { kept }),
        cancellationToken);
}
