using System.Data.Common;
using Dapper;
using Hansard.Server.Fetching;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;

namespace Hansard.Server.Storage.Sql;

/// <summary>The jobs whose recording is to be downloaded, as rows.</summary>
internal sealed class SqlFetchStore(ISqlDatabase database, ServerId server) : IFetchStore
{
    private const int MostAttempts = 10;

    private const string IsFree = "NOT EXISTS (SELECT 1 FROM leases l WHERE l.transcription_id = t.id)";

    /// <inheritdoc />
    public IReadOnlyList<Project> Projects() => database.Read(c => c.Query<Project>(
        $"""
        SELECT id Id, name Name FROM (
            SELECT p.id, p.name, (
                SELECT min(t.seq) FROM transcriptions t {database.Dialect.By("transcriptions_to_fetch")}
                WHERE t.status = 'queued' AND t.blob IS NULL AND t.project_id = p.id AND t.available_at <= now_ms() AND {IsFree}
            ) AS first
            FROM projects p) oldest
        WHERE first IS NOT NULL ORDER BY first
        """).AsList());

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> StoredBytes() => database.Read(c => c.Query<(string Project, long Bytes)>(
            "SELECT project_id, CAST(sum(fetched_bytes) AS BIGINT) FROM transcriptions "
            + "WHERE fetched_bytes IS NOT NULL AND transient_of IS NULL GROUP BY project_id"))
        .ToDictionary(row => row.Project, row => row.Bytes, StringComparer.Ordinal);

    /// <inheritdoc />
    public TimeSpan? UntilNextReady() => database.Read(c => c.ExecuteScalar<long?>(
        $"""
        SELECT min(t.available_at) - now_ms() FROM transcriptions t {database.Dialect.By("transcriptions_paused")}
        WHERE t.status = 'queued' AND t.available_at > 0 AND t.available_at > now_ms() AND t.blob IS NULL AND {IsFree}
        """)) is { } wait ? TimeSpan.FromMilliseconds(wait) : null;

    /// <inheritdoc />
    public Task<PendingFetch?> TakeAsync(
        string project, IReadOnlyList<string> fullHosts, TimeSpan lease, CancellationToken cancellationToken)
        => database.WriteAsync(c => Take(c, project, fullHosts, lease), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> CompleteAsync(Job job, StoredObject recording, Func<Task> committed)
    {
        var owned = false;
        await database.WriteAsync(
            // The attempts that follow are the transcription's.
            c => owned = Leases.End(c, job) && c.Execute(
                "UPDATE transcriptions SET blob = @Name, fetched_bytes = @Size, attempts = 0, available_at = 0 WHERE id = @Id",
                new { recording.Name, recording.Size, job.Id }) == 1,
            ISqlDatabase.BackgroundTimeout,
            () => owned ? committed() : Task.CompletedTask);
        return owned;
    }

    private PendingFetch? Take(DbConnection connection, string project, IReadOnlyList<string> fullHosts, TimeSpan lease)
    {
        // Another server may have taken one since the statement that finds it began: the next sees that.
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var next = connection.QuerySingleOrDefault<(string Id, string Host)?>(
                $"""
                SELECT t.id, t.audio_host FROM transcriptions t {database.Dialect.By("transcriptions_to_fetch")}
                WHERE t.status = 'queued' AND t.blob IS NULL AND t.project_id = @project AND t.available_at <= now_ms()
                    AND NOT ({database.Dialect.Among("t.audio_host", "@fullHosts")}) AND {IsFree}
                ORDER BY t.seq LIMIT 1{database.Dialect.ForClaim}
                """,
                new { project, fullHosts = fullHosts.ToArray() });
            if (next is not { } found) return null;
            if (Leases.Begin(connection, found.Id, server, lease) is not { } fence) continue;
            connection.Execute("UPDATE transcriptions SET attempts = attempts + 1 WHERE id = @Id", new { found.Id });
            var job = SqlJobStore.Read(connection, found.Id, fence);
            return new PendingFetch(job with { StartedAt = job.CreatedAt }, found.Host);
        }
        return null;
    }
}
