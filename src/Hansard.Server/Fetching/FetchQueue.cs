using System.Text.Json;
using Dapper;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Transcriptions;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Fetching;

/// <summary>
/// The queued jobs whose recording is still to be downloaded. A download has a lease on its job as a worker has, in which the job stays
/// <c>queued</c>;
/// <see cref="JobQueue"/> renews it and ends the job where the recording cannot be had.
/// </summary>
/// <remarks>
/// A downloaded recording is a blob of the object store as an upload is, but its job's own: it goes with the job's end, and a job that is
/// tried again does not download it again. What a killed server had under way is swept from the disk at the next start, and downloaded
/// again.
/// </remarks>
internal sealed class FetchQueue(Database database, ObjectStore objects, JobQueue jobs, JobSignal ready, SteadyClock clock)
{
    /// <summary>Ids and names of the projects that have a job to download now, the longest waiting first.</summary>
    public IReadOnlyList<(string Id, string Name)> Projects() => database.Read(c => c.Query<(string, string)>(
        """
        SELECT id, name FROM (
            SELECT p.id, p.name, (
                SELECT min(t.seq) FROM transcriptions t INDEXED BY transcriptions_to_fetch
                WHERE t.status = 'queued' AND t.blob IS NULL AND t.lease IS NULL AND t.project_id = p.id AND t.available_at <= @now
            ) AS first
            FROM projects p)
        WHERE first IS NOT NULL ORDER BY first
        """,
        new { now = clock.Milliseconds() }).AsList());

    /// <summary>Bytes that the jobs of each project have on the disk for which they were downloaded.</summary>
    public IReadOnlyDictionary<string, long> StoredBytes() => database.Read(c => c.Query<(string Project, long Bytes)>(
            "SELECT project_id, sum(fetched_bytes) FROM transcriptions WHERE fetched_bytes IS NOT NULL GROUP BY project_id"))
        .ToDictionary(row => row.Project, row => row.Bytes, StringComparer.Ordinal);

    /// <summary>
    /// How long until a job is to be downloaded that is not now, because a pause before its next attempt is not over; null when there is
    /// none.
    /// </summary>
    public TimeSpan? UntilNextReady()
    {
        var now = clock.Milliseconds();
        var next = database.Read(c => c.ExecuteScalar<long?>(
            """
            SELECT min(available_at) FROM transcriptions INDEXED BY transcriptions_paused
            WHERE status = 'queued' AND available_at > 0 AND available_at > @now AND blob IS NULL AND lease IS NULL
            """,
            new { now }));
        return next is { } time ? TimeSpan.FromMilliseconds(time - now) : null;
    }

    /// <summary>Takes a project's oldest job that is to be downloaded.</summary>
    /// <param name="project">The project's id.</param>
    /// <param name="fullHosts">
    /// Hosts that nothing more may be downloaded from at the moment, as <see cref="OutboundSlots.HostOf"/> names them.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The job and its host; null when there is none.</returns>
    public Task<PendingFetch?> TakeAsync(string project, IReadOnlyList<string> fullHosts, CancellationToken cancellationToken)
        => database.WriteAsync(c => Take(c, project, fullHosts), cancellationToken);

    /// <summary>Makes a job ready for a worker, and puts its recording in its place.</summary>
    /// <param name="job">The download's.</param>
    /// <param name="recording">Arrived in the object store.</param>
    /// <returns>
    /// False when the job has meanwhile been cancelled, deleted or given to another download: the recording is gone then.
    /// </returns>
    public async Task<bool> CompleteAsync(Job job, StoredObject recording)
    {
        var (owned, recorded) = (false, false);
        try
        {
            await database.WriteAsync(
                // The attempts that follow are the transcription's.
                c => owned = c.Execute(
                    """
                    UPDATE transcriptions
                    SET blob = @Name, fetched_bytes = @Size, lease = NULL, lease_expires_at = NULL, attempts = 0, available_at = 0
                    WHERE id = @Id AND lease = @Lease
                    """,
                    new { recording.Name, recording.Size, job.Row.Id, job.Lease }) == 1,
                Database.BackgroundPatience,
                committed: () =>
                {
                    if (!owned) return;
                    recorded = true;
                    objects.Publish(recording.Name);
                });
        }
        finally
        {
            if (!recorded) objects.Discard(recording.Name);
        }

        if (owned) ready.Set();
        return owned;
    }

    private PendingFetch? Take(SqliteConnection c, string project, IReadOnlyList<string> fullHosts)
    {
        var next = c.QuerySingleOrDefault<(long Seq, string Host)?>(
            """
            SELECT seq, audio_host FROM transcriptions INDEXED BY transcriptions_to_fetch
            WHERE status = 'queued' AND blob IS NULL AND lease IS NULL AND project_id = @project AND available_at <= @now
                AND audio_host NOT IN (SELECT value FROM json_each(@fullHosts))
            ORDER BY seq LIMIT 1
            """,
            new { project, now = clock.Milliseconds(), fullHosts = JsonSerializer.Serialize(fullHosts) });
        if (next is not { } found) return null;
        var lease = Guid.NewGuid().ToString();
        c.Execute(
            "UPDATE transcriptions SET lease = @lease, lease_expires_at = @expires, attempts = attempts + 1 WHERE seq = @Seq",
            new { found.Seq, lease, expires = jobs.LeaseEnd() });
        var row = c.QuerySingle<TranscriptionRow>(
            $"SELECT {TranscriptionRow.Columns} FROM transcriptions WHERE seq = @Seq", new { found.Seq });
        var (attempt, name) = c.QuerySingle<(int, string)>(
            "SELECT t.attempts, p.name FROM transcriptions t JOIN projects p ON p.id = t.project_id WHERE t.seq = @Seq",
            new { found.Seq });
        return new PendingFetch(new Job(row, project, name, lease, attempt, row.CreatedAt), found.Host);
    }
}
