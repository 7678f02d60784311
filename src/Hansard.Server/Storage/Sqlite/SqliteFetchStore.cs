using System.Text.Json;
using Dapper;
using Hansard.Server.Fetching;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>The jobs whose recording is to be downloaded, as rows of SQLite.</summary>
internal sealed class SqliteFetchStore(Database database, ServerId server) : IFetchStore
{
    /// <inheritdoc />
    public IReadOnlyList<Project> Projects(long now) => database.Read(c => c.Query<Project>(
        """
        SELECT id Id, name Name FROM (
            SELECT p.id, p.name, (
                SELECT min(t.seq) FROM transcriptions t INDEXED BY transcriptions_to_fetch
                WHERE t.status = 'queued' AND t.blob IS NULL AND t.lease IS NULL AND t.project_id = p.id AND t.available_at <= @now
            ) AS first
            FROM projects p)
        WHERE first IS NOT NULL ORDER BY first
        """,
        new { now }).AsList());

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> StoredBytes() => database.Read(c => c.Query<(string Project, long Bytes)>(
            "SELECT project_id, sum(fetched_bytes) FROM transcriptions WHERE fetched_bytes IS NOT NULL GROUP BY project_id"))
        .ToDictionary(row => row.Project, row => row.Bytes, StringComparer.Ordinal);

    /// <inheritdoc />
    public long? NextReady(long now) => database.Read(c => c.ExecuteScalar<long?>(
        """
        SELECT min(available_at) FROM transcriptions INDEXED BY transcriptions_paused
        WHERE status = 'queued' AND available_at > 0 AND available_at > @now AND blob IS NULL AND lease IS NULL
        """,
        new { now }));

    /// <inheritdoc />
    public Task<PendingFetch?> TakeAsync(
        string project, IReadOnlyList<string> fullHosts, long now, long leaseEnd, CancellationToken cancellationToken)
        => database.WriteAsync(c => Take(c, project, fullHosts, now, leaseEnd), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> CompleteAsync(Job job, StoredObject recording, Func<Task> committed)
    {
        var owned = false;
        await database.WriteAsync(
            // The attempts that follow are the transcription's.
            c => owned = c.Execute(
                """
                UPDATE transcriptions
                SET blob = @Name, fetched_bytes = @Size, lease = NULL, lease_expires_at = NULL, attempts = 0, available_at = 0
                WHERE id = @Id AND lease = @Lease
                """,
                new { recording.Name, recording.Size, job.Id, job.Lease }) == 1,
            Database.BackgroundTimeout,
            () => owned ? committed() : Task.CompletedTask);
        return owned;
    }

    private PendingFetch? Take(SqliteConnection connection, string project, IReadOnlyList<string> fullHosts, long now, long leaseEnd)
    {
        var next = connection.QuerySingleOrDefault<(long Seq, string Host)?>(
            """
            SELECT seq, audio_host FROM transcriptions INDEXED BY transcriptions_to_fetch
            WHERE status = 'queued' AND blob IS NULL AND lease IS NULL AND project_id = @project AND available_at <= @now
                AND audio_host NOT IN (SELECT value FROM json_each(@fullHosts))
            ORDER BY seq LIMIT 1
            """,
            new { project, now, fullHosts = JsonSerializer.Serialize(fullHosts) });
        if (next is not { } found) return null;
        connection.Execute(
            """
            UPDATE transcriptions SET lease = @lease, lease_owner = @server, lease_expires_at = @leaseEnd, attempts = attempts + 1
            WHERE seq = @Seq
            """,
            new { found.Seq, lease = Guid.NewGuid().ToString(), server = server.Value, leaseEnd });
        var job = SqliteJobStore.Read(connection, found.Seq);
        return new PendingFetch(job with { StartedAt = job.CreatedAt }, found.Host);
    }
}
