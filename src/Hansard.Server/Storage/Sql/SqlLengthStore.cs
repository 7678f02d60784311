using Dapper;
using Hansard.Server.Jobs.Lengths;

namespace Hansard.Server.Storage.Sql;

/// <summary>The lengths of waiting jobs, as a column of their rows: 0 where the recording does not say.</summary>
internal sealed class SqlLengthStore(ISqlDatabase database) : ILengthStore
{
    /// <inheritdoc />
    public IReadOnlyList<UnmeasuredJob> Unmeasured(int limit) => database.Read(c => c.Query<UnmeasuredJob>(
        $"""
        SELECT id Id, blob Blob, request RequestJson FROM transcriptions {database.Dialect.By("transcriptions_unmeasured")}
        WHERE status = 'queued' AND blob IS NOT NULL AND estimated_ms IS NULL AND waited = 0 ORDER BY seq LIMIT @limit
        """,
        new { limit }).AsList());

    /// <inheritdoc />
    public Task MeasuredAsync(string id, TimeSpan? length, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            "UPDATE transcriptions SET estimated_ms = @length WHERE id = @id",
            new { id, length = (long)(length ?? TimeSpan.Zero).TotalMilliseconds }),
        cancellationToken);
}
