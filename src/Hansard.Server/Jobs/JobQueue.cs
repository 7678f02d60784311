using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Transcriptions;
using Hansard.Server.Webhooks;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Jobs;

/// <summary>
/// The transcriptions as a queue. A job belongs to a worker only while its lease is renewed: every change that a worker makes names the
/// lease, and does nothing when the job has meanwhile been given to another, cancelled or deleted.
/// </summary>
/// <remarks>
/// Projects take turns: the next job is the oldest one of the project that has waited longest for its turn, so a project with a thousand
/// jobs delays another's single job by one. A job whose recording is still to be downloaded is not ready (<see
/// cref="Fetching.FetchQueue"/>).
/// </remarks>
internal sealed class JobQueue(
    Database database,
    ObjectStore objects,
    HansardServerOptions options,
    JobSignal jobSignal,
    WithdrawalSignal withdrawalSignal,
    WebhookSignal webhookSignal,
    TimeProvider clock,
    SteadyClock steady)
{
    // Whoever waits for a locked database here would have the lock before the heartbeats that could not renew their leases meanwhile.
    private static readonly TimeSpan TakeBackPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes the next job.</summary>
    /// <returns>Null when none is ready.</returns>
    public Task<Job?> TakeAsync(CancellationToken cancellationToken) => database.WriteAsync(Take, cancellationToken);

    /// <summary>
    /// How long until a job is ready that is not ready now, because a pause before its next attempt is not over; null when there is none.
    /// </summary>
    public TimeSpan? UntilNextReady()
    {
        var time = database.Read(c => c.ExecuteScalar<long?>(
            """
            SELECT min(available_at) FROM transcriptions INDEXED BY transcriptions_paused
            WHERE status = 'queued' AND available_at > 0 AND blob IS NOT NULL
            """));
        return time is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds - steady.Milliseconds()) : null;
    }

    /// <summary>Renews a lease and stores how far the job has come.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public Task<bool> RenewAsync(Job job, long transcribedMs, long? durationMs, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            """
            UPDATE transcriptions SET lease_expires_at = @expires, transcribed_ms = @transcribedMs, audio_duration_ms = coalesce(@durationMs, audio_duration_ms)
            WHERE id = @Id AND lease = @Lease
            """,
            new { job.Row.Id, job.Lease, transcribedMs, durationMs, expires = LeaseEnd() }) == 1,
        cancellationToken);

    /// <summary>Ends a job with its transcript: that, the state, the usage and the webhook are stored together or not at all.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public Task<bool> CompleteAsync(Job job, Transcript transcript)
    {
        // Before the transaction: others wait to write meanwhile, and hours of speech are megabytes.
        var tokens = TranscriptJson.Tokens(transcript);
        var duration = (long)transcript.Duration.TotalMilliseconds;
        return EndAsync(job, JobStatus.Completed, (c, now) =>
        {
            c.Execute(
                "UPDATE transcriptions SET audio_duration_ms = @duration, transcribed_ms = @duration WHERE id = @Id",
                new { duration, job.Row.Id });
            c.Execute(
                "INSERT INTO transcripts (transcription_id, text, tokens) VALUES (@Id, @Text, @tokens)",
                new { job.Row.Id, transcript.Text, tokens });
            UsageStore.Add(c, job, transcript, now);
        });
    }

    /// <summary>Ends a job without a transcript.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public Task<bool> FailAsync(Job job, JobFailure failure) => EndAsync(job, JobStatus.Error, (c, _) => StoreFailure(c, job.Row.Id, failure));

    /// <summary>After a fault that may pass: lets the job be tried again after a pause, or ends it when it has been tried often enough.</summary>
    /// <param name="job">The worker's.</param>
    /// <param name="failure">The reason, if this was the last attempt.</param>
    /// <returns>Whether the job will be tried again.</returns>
    public async Task<bool> RetryOrFailAsync(Job job, JobFailure failure)
    {
        if (job.Attempt >= options.Jobs.MaximumAttempts)
        {
            await FailAsync(job, failure);
            return false;
        }

        await HandBackAsync(job, countsAsAttempt: true, options.Jobs.RetryDelay * Math.Pow(2, job.Attempt - 1));
        return true;
    }

    /// <summary>Gives a job back.</summary>
    /// <param name="job">The worker's.</param>
    /// <param name="countsAsAttempt">False when the job had no part in it.</param>
    /// <param name="pause">Before it may be taken again.</param>
    public async Task HandBackAsync(Job job, bool countsAsAttempt = false, TimeSpan pause = default)
    {
        var ready = pause > TimeSpan.Zero ? steady.Milliseconds() + (long)pause.TotalMilliseconds : 0;
        await database.WriteAsync(
            c => c.Execute(
                """
                UPDATE transcriptions
                SET status = 'queued', lease = NULL, lease_expires_at = NULL, attempts = attempts - @uncounted, available_at = @ready
                WHERE id = @Id AND lease = @Lease
                """,
                new { job.Row.Id, job.Lease, uncounted = countsAsAttempt ? 0 : 1, ready }),
            Database.BackgroundPatience);
        jobSignal.Set();
    }

    /// <summary>Ends a job that its owner does not want any more, whoever has it: its worker finds its lease gone, and stops.</summary>
    /// <returns>Null when the project has no such job; false when it had ended before.</returns>
    public async Task<bool?> CancelAsync(string project, string id, CancellationToken cancellationToken)
    {
        var (cancelled, unused) = await database.WriteAsync<(bool?, string?)>(
            c =>
            {
                var found = c.QuerySingleOrDefault<(string Status, string? Blob)?>(
                    "SELECT status, blob FROM transcriptions WHERE id = @id AND project_id = @project", new { id, project });
                if (found is not { } job) return (null, null);
                if (job.Status is not (JobStatus.Queued or JobStatus.Processing)) return (false, null);
                End(c, id, JobStatus.Error, clock.Milliseconds());
                StoreFailure(c, id, JobFailure.Cancelled());
                return (true, BlobUse.Release(c, job.Blob, clock.Milliseconds()));
            },
            cancellationToken);
        if (unused is not null) await objects.DeleteAsync(unused);
        if (cancelled is true)
        {
            withdrawalSignal.Set();
            jobSignal.Set();
            webhookSignal.Set();
        }

        return cancelled;
    }

    /// <summary>Takes back jobs whose workers are gone: at the start of the only server of this database, all; later, those whose lease has run out.</summary>
    /// <returns>How many are queued again, and how many ended because they had been tried often enough.</returns>
    public async Task<(int Queued, int Failed)> TakeBackAsync(bool all, CancellationToken cancellationToken)
    {
        var unused = new List<string>();
        var counts = await database.WriteAsync(
            c =>
            {
                var now = steady.Milliseconds();
                var lost = c.Query<(string Id, string Status, long Attempts, string? Blob)>(
                    """
                    SELECT id, status, attempts, blob FROM transcriptions
                    WHERE status = 'processing' AND (@all OR lease_expires_at < @now)
                    UNION ALL
                    SELECT id, status, attempts, blob FROM transcriptions INDEXED BY transcriptions_to_fetch
                    WHERE status = 'queued' AND blob IS NULL AND lease IS NOT NULL AND (@all OR lease_expires_at < @now)
                    """,
                    new { all, now }).AsList();
                var failed = 0;
                foreach (var (id, status, attempts, blob) in lost)
                {
                    // A download can bring down no server: what was under way is just done again.
                    if (status == JobStatus.Queued || attempts < options.Jobs.MaximumAttempts)
                    {
                        c.Execute(
                            """
                            UPDATE transcriptions
                            SET attempts = attempts - (status = 'queued'), status = 'queued', lease = NULL, lease_expires_at = NULL
                            WHERE id = @id
                            """,
                            new { id });
                        continue;
                    }

                    failed++;
                    End(c, id, JobStatus.Error, clock.Milliseconds());
                    StoreFailure(c, id, JobFailure.Crashed(attempts));
                    if (BlobUse.Release(c, blob, clock.Milliseconds()) is { } released) unused.Add(released);
                }

                // By a clock that may have been set back since.
                if (all) c.Execute("UPDATE transcriptions SET available_at = 0 WHERE status = 'queued' AND available_at > 0");
                return (lost.Count - failed, failed);
            },
            all ? Database.RequestPatience : TakeBackPatience,
            cancellationToken: cancellationToken);
        await objects.DeleteAsync(unused);
        if (counts.Item1 > 0) jobSignal.Set();
        if (counts.Item2 > 0) webhookSignal.Set();
        return counts;
    }

    /// <summary>How many jobs are in each state that is not an end.</summary>
    public (long Queued, long Processing) Depth() => database.Read(c => c.QuerySingle<(long, long)>(
        "SELECT count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'processing') FROM transcriptions WHERE status IN ('queued', 'processing')"));

    /// <summary>When a lease ends that is given or renewed now, by the <see cref="SteadyClock"/>.</summary>
    public long LeaseEnd() => steady.Milliseconds() + (long)options.Jobs.Lease.TotalMilliseconds;

    private Job? Take(SqliteConnection connection)
    {
        var now = clock.Milliseconds();
        var next = connection.QuerySingleOrDefault<(long Seq, string ProjectId, string ProjectName)?>(
            """
            SELECT (
                SELECT min(t.seq) FROM transcriptions t INDEXED BY transcriptions_ready
                WHERE t.status = 'queued' AND t.blob IS NOT NULL AND t.project_id = p.id AND t.available_at <= @ready
            ) AS first, p.id, p.name
            FROM projects p WHERE first IS NOT NULL ORDER BY p.turn, first LIMIT 1
            """,
            new { ready = steady.Milliseconds() });
        if (next is not { } found) return null;

        connection.Execute("UPDATE projects SET turn = (SELECT max(turn) FROM projects) + 1 WHERE id = @ProjectId", new { found.ProjectId });
        var lease = Guid.NewGuid().ToString();
        connection.Execute(
            """
            UPDATE transcriptions SET status = 'processing', lease = @lease, lease_expires_at = @expires, attempts = attempts + 1,
                started_at = coalesce(started_at, @now), transcribed_ms = 0
            WHERE seq = @Seq
            """,
            new { found.Seq, lease, now, expires = LeaseEnd() });
        var row = connection.QuerySingle<TranscriptionRow>($"SELECT {TranscriptionRow.Columns} FROM transcriptions WHERE seq = @Seq", new { found.Seq });
        var attempt = connection.ExecuteScalar<int>("SELECT attempts FROM transcriptions WHERE seq = @Seq", new { found.Seq });
        return new Job(row, found.ProjectId, found.ProjectName, lease, attempt, now);
    }

    private async Task<bool> EndAsync(Job job, string status, Action<SqliteConnection, long> store)
    {
        var (ended, unused) = await database.WriteAsync(
            c =>
            {
                var owned = c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM transcriptions WHERE id = @Id AND lease = @Lease)", new { job.Row.Id, job.Lease });
                if (!owned) return (false, null);
                var now = clock.Milliseconds();
                End(c, job.Row.Id, status, now);
                store(c, now);
                return (true, BlobUse.Release(c, job.Row.Blob, now));
            },
            Database.BackgroundPatience);
        if (unused is not null) await objects.DeleteAsync(unused);
        if (ended && job.Row.WebhookUrl is not null) webhookSignal.Set();

        // A downloaded recording has made room for the next.
        if (ended && job.Row.AudioUrl is not null) jobSignal.Set();
        return ended;
    }

    private static void End(SqliteConnection connection, string id, string status, long now)
    {
        connection.Execute(
            """
            UPDATE transcriptions SET status = @status, ended_at = @now, lease = NULL, lease_expires_at = NULL, fetched_bytes = NULL
            WHERE id = @id
            """,
            new { id, status, now });
        WebhookOutbox.Add(connection, id, status, now);
    }

    private static void StoreFailure(SqliteConnection connection, string id, JobFailure failure) => connection.Execute(
        "UPDATE transcriptions SET error_type = @ErrorType, error_message = @Message WHERE id = @id", new { id, failure.ErrorType, failure.Message });
}
