using System.Text.Json;
using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Hansard.Server.Search;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>The queue of jobs as rows of SQLite: those that <see cref="SqliteTranscriptionStore"/> shows to clients.</summary>
internal sealed class SqliteJobStore(Database database, ServerId server, TimeProvider clock) : IJobStore
{
    /// <inheritdoc />
    public Task<Job?> TakeAsync(long now, long leaseEnd, CancellationToken cancellationToken)
        => database.WriteAsync(c => Take(c, now, leaseEnd), cancellationToken);

    /// <inheritdoc />
    public long? NextReady() => database.Read(c => c.ExecuteScalar<long?>(
        """
        SELECT min(available_at) FROM transcriptions INDEXED BY transcriptions_paused
        WHERE status = 'queued' AND available_at > 0 AND blob IS NOT NULL
        """));

    /// <inheritdoc />
    public Task<bool> RenewAsync(Job job, JobState state, long leaseEnd, CancellationToken cancellationToken)
    {
        var tokens = state.NewTokens.Count == 0 ? null : TranscriptJson.Tokens(state.NewTokens);
        return database.WriteAsync(
            c =>
            {
                var isOwn = c.Execute(
                    """
                    UPDATE transcriptions SET lease_expires_at = @leaseEnd, transcribed_ms = @TranscribedMs, stage = @stage,
                        audio_duration_ms = coalesce(@DurationMs, audio_duration_ms)
                    WHERE id = @Id AND lease = @Lease
                    """,
                    new { job.Id, job.Lease, state.TranscribedMs, state.DurationMs, leaseEnd, stage = JobStage.Of(state.Stage) }) == 1;
                if (isOwn && tokens is not null)
                    c.Execute("INSERT INTO partial_transcripts (transcription_id, tokens) VALUES (@Id, @tokens)", new { job.Id, tokens });
                return isOwn;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<JobEnd> CompleteAsync(Job job, Transcript transcript, IReadOnlyList<EncryptedVoice> voices)
    {
        // Before the transaction: others wait to write meanwhile, and hours of speech are megabytes.
        var tokens = TranscriptJson.Tokens(transcript.Tokens);
        var duration = (long)transcript.Duration.TotalMilliseconds;
        var warnings = TranscriptWarnings.Of(transcript);
        var speakers = TranscriptSpeakers.Json(job, transcript);
        var tracks = TranscriptTracks.Json(transcript);
        var passages = Passages.Of(transcript);
        var alternatives = TranscriptAlternatives.Json(transcript);
        return EndAsync(job, JobStatus.Completed, (c, now) =>
        {
            c.Execute(
                """
                UPDATE transcriptions
                SET audio_duration_ms = @duration, transcribed_ms = @duration, speakers = @speakers, tracks = @tracks WHERE id = @Id
                """,
                new { duration, speakers, tracks, job.Id });
            c.Execute(
                "INSERT INTO transcripts (transcription_id, text, tokens, alternatives) VALUES (@Id, @Text, @tokens, @alternatives)",
                new { job.Id, transcript.Text, tokens, alternatives });
            SqliteSearchStore.Index(c, job.Id, passages, now);
            c.Execute(
                "INSERT INTO transcript_voices (transcription_id, speaker, voice) VALUES (@Id, @Speaker, @Voice)",
                voices.Select(voice => new { job.Id, voice.Speaker, voice.Voice }));
            if (warnings.Count > 0) AddWarnings(c, job.Id, warnings);
            SqliteUsageStore.Add(c, job, transcript, now);
        });
    }

    /// <inheritdoc />
    public Task<JobEnd> FailAsync(Job job, JobFailure failure)
        => EndAsync(job, JobStatus.Error, (c, _) => StoreFailure(c, job.Id, failure));

    /// <inheritdoc />
    public Task HandBackAsync(Job job, bool countsAsAttempt, long ready) => database.WriteAsync(
        c => c.Execute(
            """
            UPDATE transcriptions
            SET status = 'queued', lease = NULL, lease_expires_at = NULL, attempts = attempts - @uncounted, available_at = @ready
            WHERE id = @Id AND lease = @Lease
            """,
            new { job.Id, job.Lease, uncounted = countsAsAttempt ? 0 : 1, ready }),
        Database.BackgroundTimeout);

    /// <inheritdoc />
    public Task<JobEnd?> CancelAsync(string project, string id, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            var found = c.QuerySingleOrDefault<(string Status, string? Blob)?>(
                "SELECT status, blob FROM transcriptions WHERE id = @id AND project_id = @project", new { id, project });
            if (found is not { } job) return null;
            if (job.Status is not (JobStatus.Queued or JobStatus.Processing)) return new JobEnd(false, null);
            var now = clock.Milliseconds();
            End(c, id, JobStatus.Error, now);
            StoreFailure(c, id, JobFailure.Cancelled());
            return new JobEnd(true, BlobUse.Release(c, job.Blob, now));
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<TakenBack> TakeBackAsync(
        bool own, IEnumerable<string> live, long now, int maximumAttempts, CancellationToken cancellationToken)
        => database.WriteAsync(
            c =>
            {
                var lost = c.Query<(string Id, string Status, long Attempts, string? Blob)>(
                    """
                    SELECT id, status, attempts, blob FROM transcriptions
                    WHERE status = 'processing' AND (lease_expires_at < @now OR (@own AND coalesce(lease_owner, @server) = @server))
                        AND lease NOT IN (SELECT value FROM json_each(@live))
                    UNION ALL
                    SELECT id, status, attempts, blob FROM transcriptions INDEXED BY transcriptions_to_fetch
                    WHERE status = 'queued' AND blob IS NULL AND lease IS NOT NULL
                        AND (lease_expires_at < @now OR (@own AND coalesce(lease_owner, @server) = @server))
                        AND lease NOT IN (SELECT value FROM json_each(@live))
                    """,
                    new { own, now, server = server.Value, live = JsonSerializer.Serialize(live) }).AsList();
                var unused = new List<string>();
                var failed = 0;
                foreach (var (id, status, attempts, blob) in lost)
                {
                    // A download can bring down no server: what was under way is just done again.
                    if (status == JobStatus.Queued || attempts < maximumAttempts)
                    {
                        Requeue(c, id);
                        continue;
                    }

                    failed++;
                    End(c, id, JobStatus.Error, clock.Milliseconds());
                    StoreFailure(c, id, JobFailure.Crashed(attempts));
                    if (BlobUse.Release(c, blob, clock.Milliseconds()) is { } released) unused.Add(released);
                }

                // By a clock that may have been set back since.
                if (own)
                {
                    c.Execute(
                        """
                        UPDATE transcriptions SET available_at = 0
                        WHERE status = 'queued' AND available_at > 0 AND coalesce(lease_owner, @server) = @server
                        """,
                        new { server = server.Value });
                }

                return new TakenBack(lost.Count - failed, failed, unused);
            },
            cancellationToken);

    /// <inheritdoc />
    public BacklogDepth Depth() => database.Read(c => c.QuerySingle<BacklogDepth>(
        """
        SELECT count(*) FILTER (WHERE status = 'queued') Queued, count(*) FILTER (WHERE status = 'processing') Processing
        FROM transcriptions WHERE status IN ('queued', 'processing')
        """));

    /// <summary>Reads a job that has just been taken.</summary>
    public static Job Read(SqliteConnection connection, long seq) => connection.QuerySingle<Job>(
        """
        SELECT t.id Id, t.project_id ProjectId, p.name ProjectName, t.model Model, t.audio_url AudioUrl, t.blob Blob, t.request RequestJson,
            t.client_reference_id ClientReferenceId, t.webhook_url WebhookUrl, t.created_at CreatedAt, t.source Source, t.lease Lease,
            t.attempts Attempt
        FROM transcriptions t JOIN projects p ON p.id = t.project_id WHERE t.seq = @seq
        """,
        new { seq });

    private Job? Take(SqliteConnection connection, long ready, long leaseEnd)
    {
        var next = connection.QuerySingleOrDefault<(long Seq, string ProjectId)?>(
            """
            SELECT (
                SELECT min(t.seq) FROM transcriptions t INDEXED BY transcriptions_ready
                WHERE t.status = 'queued' AND t.blob IS NOT NULL AND t.project_id = p.id AND t.available_at <= @ready
            ) AS first, p.id
            FROM projects p WHERE first IS NOT NULL ORDER BY p.turn, first LIMIT 1
            """,
            new { ready });
        if (next is not { } found) return null;

        connection.Execute(
            "UPDATE projects SET turn = (SELECT max(turn) FROM projects) + 1 WHERE id = @ProjectId", new { found.ProjectId });
        var now = clock.Milliseconds();
        connection.Execute(
            """
            UPDATE transcriptions SET status = 'processing', lease = @lease, lease_owner = @server, lease_expires_at = @leaseEnd,
                attempts = attempts + 1, started_at = coalesce(started_at, @now), transcribed_ms = 0
            WHERE seq = @Seq
            """,
            new { found.Seq, lease = Guid.NewGuid().ToString(), server = server.Value, leaseEnd, now });
        var job = Read(connection, found.Seq) with { StartedAt = now };

        // A former attempt's.
        connection.Execute("DELETE FROM partial_transcripts WHERE transcription_id = @Id", new { job.Id });
        return job;
    }

    private Task<JobEnd> EndAsync(Job job, string status, Action<SqliteConnection, long> store) => database.WriteAsync(
        c =>
        {
            var owned = c.ExecuteScalar<bool>(
                "SELECT EXISTS (SELECT 1 FROM transcriptions WHERE id = @Id AND lease = @Lease)", new { job.Id, job.Lease });
            if (!owned) return new JobEnd(false, null);
            var now = clock.Milliseconds();
            End(c, job.Id, status, now);
            store(c, now);
            return new JobEnd(true, BlobUse.Release(c, job.Blob, now));
        },
        Database.BackgroundTimeout);

    // After those that there are since its creation.
    private static void AddWarnings(SqliteConnection connection, string id, IReadOnlyList<string> warnings) => connection.Execute(
        """
        UPDATE transcriptions SET warnings = (
            SELECT json_group_array(value) FROM (
                SELECT value FROM json_each(coalesce(warnings, '[]')) UNION ALL SELECT value FROM json_each(@warnings)))
        WHERE id = @id
        """,
        new { id, warnings = JsonSerializer.Serialize(warnings) });

    private static void Requeue(SqliteConnection connection, string id) => connection.Execute(
        """
        UPDATE transcriptions
        SET attempts = attempts - (status = 'queued'), status = 'queued', lease = NULL, lease_expires_at = NULL
        WHERE id = @id
        """,
        new { id });

    private static void End(SqliteConnection connection, string id, string status, long now)
    {
        connection.Execute(
            """
            UPDATE transcriptions
            SET status = @status, ended_at = @now, lease = NULL, lease_expires_at = NULL, fetched_bytes = NULL, stage = NULL
            WHERE id = @id;
            DELETE FROM partial_transcripts WHERE transcription_id = @id;
            """,
            new { id, status, now });
        SqliteWebhookOutbox.Add(connection, id, status, now);
    }

    private static void StoreFailure(SqliteConnection connection, string id, JobFailure failure) => connection.Execute(
        "UPDATE transcriptions SET error_type = @ErrorType, error_message = @Message WHERE id = @id",
        new { id, failure.ErrorType, failure.Message });
}
