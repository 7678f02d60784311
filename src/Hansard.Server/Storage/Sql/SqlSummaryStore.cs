using Dapper;
using Hansard.Server.Summaries;

namespace Hansard.Server.Storage.Sql;

/// <summary>Summaries as rows.</summary>
internal sealed class SqlSummaryStore(ISqlDatabase database, TimeProvider clock) : ISummaryStore
{
    // What another server has been writing for so long, it writes no longer.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public Task<bool> AddAsync(SummaryRow summary, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            c.Execute(
                "DELETE FROM summaries WHERE transcription_id = @TranscriptionId AND kind = @Kind AND status = 'error'",
                new { summary.TranscriptionId, summary.Kind });
            return c.Execute(
                """
                INSERT INTO summaries (id, transcription_id, kind, status, revision, model, author, created_at)
                SELECT @Id, id, @Kind, @Status, @Revision, @Model, @Author, @CreatedAt FROM transcriptions WHERE id = @TranscriptionId
                """,
                new
                {
                    summary.Id,
                    summary.TranscriptionId,
                    summary.Kind,
                    summary.Status,
                    summary.Revision,
                    summary.Model,
                    summary.Author,
                    summary.CreatedAt,
                }) == 1;
        },
        cancellationToken);

    /// <inheritdoc />
    public IReadOnlyList<SummaryRow> Of(string transcriptionId) => database.Read(c => c.Query<SummaryRow>(
        """
        SELECT id Id, transcription_id TranscriptionId, kind Kind, status Status, revision Revision, model Model, author Author,
            created_at CreatedAt, statements StatementsJson, unfounded Unfounded, error Error
        FROM summaries WHERE transcription_id = @transcriptionId ORDER BY seq DESC
        """,
        new { transcriptionId }).AsList());

    /// <inheritdoc />
    public Task StartAsync(string id) => database.WriteAsync(
        c => c.Execute("UPDATE summaries SET status = 'processing' WHERE id = @id", new { id }), ISqlDatabase.BackgroundTimeout);

    /// <inheritdoc />
    public Task EndAsync(string id, string? statements, int unfounded, string? error) => database.WriteAsync(
        c =>
        {
            c.Execute(
                "UPDATE summaries SET status = @status, statements = @statements, unfounded = @unfounded, error = @error WHERE id = @id",
                new { id, statements, unfounded, error, status = error is null ? "completed" : "error" });
            if (error is not null) return;
            c.Execute(
                """
                DELETE FROM summaries WHERE status = 'completed' AND id <> @id AND (transcription_id, kind) IN
                    (SELECT transcription_id, kind FROM summaries WHERE id = @id)
                """,
                new { id });
        },
        ISqlDatabase.BackgroundTimeout);

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string transcriptionId, string id, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            "DELETE FROM summaries WHERE id = @id AND transcription_id = @transcriptionId", new { id, transcriptionId }) == 1,
        cancellationToken);

    /// <inheritdoc />
    public Task EndInterruptedAsync(string error, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            """
            UPDATE summaries SET status = 'error', error = @error
            WHERE status IN ('queued', 'processing') AND (NOT @isShared OR created_at < @abandoned)
            """,
            new { error, isShared = database.IsShared, abandoned = (clock.GetUtcNow() - Longest).ToUnixTimeMilliseconds() }),
        cancellationToken);
}
