using Dapper;
using Hansard.Server.Events;

namespace Hansard.Server.Storage.Sql;

/// <summary>The changes of transcriptions as rows, which triggers write.</summary>
internal sealed class SqlTranscriptionChanges(ISqlDatabase database) : ITranscriptionChanges
{
    /// <inheritdoc />
    public long Latest(string project) => database.Read(c => c.ExecuteScalar<long?>(
        "SELECT max(seq) FROM transcription_changes WHERE project_id = @project", new { project })) ?? 0;

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
                AND NOT EXISTS (SELECT 1 FROM transcriptions t WHERE t.id = transcription_changes.transcription_id)
            """,
            new { kept }),
        cancellationToken);
}
