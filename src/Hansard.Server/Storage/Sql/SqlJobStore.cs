using System.Data.Common;
using System.Text.Json;
using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Hansard.Server.Search;

namespace Hansard.Server.Storage.Sql;

/// <summary>The queue of jobs as rows: those that <see cref="SqlTranscriptionStore"/> shows to clients.</summary>
internal sealed class SqlJobStore(ISqlDatabase database, ServerId server, TimeProvider clock) : IJobStore
{
    private const string WaitingColumns =
        """
        id Id, seq Seq, project_id ProjectId, model Model, coalesce(nullif(estimated_ms, 0), audio_duration_ms) DurationMs,
        created_at CreatedAt, available_at - now_ms() WaitMs, waited IsWaitedFor, priority Priority
        """;

    /// <inheritdoc />
    public IReadOnlyList<WaitingJob> Waiting(long after, int limit) => database.Read(c => c.Query<WaitingJob>(
        $"""
        SELECT {WaitingColumns} FROM transcriptions {database.Dialect.By("transcriptions_queued")}
        WHERE status = 'queued' AND blob IS NOT NULL AND seq > @after ORDER BY seq LIMIT @limit
        """,
        new { after, limit }).AsList());

    /// <inheritdoc />
    public WaitingJob? Waiting(string id) => database.Read(c => c.QuerySingleOrDefault<WaitingJob>(
        $"SELECT {WaitingColumns} FROM transcriptions WHERE id = @id AND status = 'queued' AND blob IS NOT NULL", new { id }));

    /// <inheritdoc />
    public IReadOnlyList<LeasedJob> Leased() => database.Read(c => c.Query<LeasedJob>(
        """
        SELECT t.id Id, t.project_id ProjectId, t.model Model, coalesce(nullif(t.estimated_ms, 0), t.audio_duration_ms) DurationMs,
            t.waited IsWaitedFor, l.fence Fence, l.owner Owner
        FROM leases l JOIN transcriptions t ON t.id = l.transcription_id WHERE t.status = 'processing'
        """).AsList());

    /// <inheritdoc />
    public Task<Job?> ClaimAsync(string id, TimeSpan lease, CancellationToken cancellationToken)
        => database.WriteAsync(c => Claim(c, id, lease), cancellationToken);

    /// <inheritdoc />
    public Task<bool> RenewAsync(Job job, JobState state, TimeSpan lease, CancellationToken cancellationToken)
    {
        var tokens = state.NewTokens.Count == 0 ? null : TranscriptJson.Tokens(state.NewTokens);
        return database.WriteAsync(
            c =>
            {
                if (!Leases.Renew(c, job, lease)) return false;
                c.Execute(
                    """
                    UPDATE transcriptions SET transcribed_ms = @TranscribedMs, stage = @stage,
                        audio_duration_ms = coalesce(@DurationMs, audio_duration_ms)
                    WHERE id = @Id AND (transcribed_ms <> @TranscribedMs OR stage IS DISTINCT FROM @stage
                        OR audio_duration_ms IS DISTINCT FROM coalesce(@DurationMs, audio_duration_ms))
                    """,
                    new { job.Id, state.TranscribedMs, state.DurationMs, stage = JobStage.Of(state.Stage) });
                if (tokens is not null)
                    c.Execute("INSERT INTO partial_transcripts (transcription_id, tokens) VALUES (@Id, @tokens)", new { job.Id, tokens });
                return true;
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
        // What is not kept is not found.
        var passages = job.IsTransient ? [] : Passages.Of(transcript);
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
            SqlSearchStore.Index(database.Dialect, c, job.Id, passages, now);
            c.Execute(
                "INSERT INTO transcript_voices (transcription_id, speaker, voice) VALUES (@Id, @Speaker, @Voice)",
                voices.Select(voice => new { job.Id, voice.Speaker, voice.Voice }));
            if (warnings.Count > 0) AddWarnings(c, job.Id, warnings);
            SqlUsageStore.Add(c, job, transcript, now);
        });
    }

    /// <inheritdoc />
    public Task<JobEnd> FailAsync(Job job, JobFailure failure)
        => EndAsync(job, JobStatus.Error, (c, _) => StoreFailure(c, job.Id, failure));

    /// <inheritdoc />
    public Task HandBackAsync(Job job, bool countsAsAttempt, TimeSpan pause) => database.WriteAsync(
        c =>
        {
            if (!Leases.End(c, job)) return;
            c.Execute(
                """
                UPDATE transcriptions SET status = 'queued', attempts = attempts - @uncounted,
                    available_at = CASE WHEN @pause > 0 THEN now_ms() + @pause ELSE 0 END
                WHERE id = @Id
                """,
                new { job.Id, uncounted = countsAsAttempt ? 0 : 1, pause = (long)pause.TotalMilliseconds });
        },
        ISqlDatabase.BackgroundTimeout);

    /// <inheritdoc />
    public Task<JobEnd?> CancelAsync(string project, string id, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            // In the order in which workers do it: each would wait for the other.
            const string EndLease =
                """
                DELETE FROM leases WHERE transcription_id = (SELECT id FROM transcriptions WHERE id = @id AND project_id = @project)
                """;
            c.Execute(EndLease, new { id, project });
            var found = c.QuerySingleOrDefault<(string Status, string? Blob)?>(
                $"SELECT status, blob FROM transcriptions WHERE id = @id AND project_id = @project{database.Dialect.ForUpdate}",
                new { id, project });
            if (found is not { } job) return null;
            if (job.Status is not (JobStatus.Queued or JobStatus.Processing)) return new JobEnd(false, null);

            // Of a worker who has just taken it.
            c.Execute(EndLease, new { id, project });
            var now = clock.Milliseconds();
            End(c, id, JobStatus.Error, now);
            StoreFailure(c, id, JobFailure.Cancelled());
            return new JobEnd(true, BlobUse.Release(c, job.Blob, now));
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<TakenBack> TakeBackAsync(
        bool own, IReadOnlyCollection<long> live, int maximumAttempts, CancellationToken cancellationToken)
        => database.WriteAsync(
            c =>
            {
                var ended = c.Query<string>(
                    $"""
                    DELETE FROM leases
                    WHERE (expires_at < now_ms() OR (@own AND owner IN (@server, ''))) AND NOT ({database.Dialect.Among("fence", "@live")})
                    RETURNING transcription_id
                    """,
                    new { own = own && !database.IsShared, server = server.Value, live = live.ToArray() }).AsList();
                var lost = ended.ConvertAll(id => c.QuerySingle<(string Id, string Status, long Attempts, string? Blob)>(
                    "SELECT id, status, attempts, blob FROM transcriptions WHERE id = @id", new { id }));
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
                if (own && !database.IsShared)
                    c.Execute("UPDATE transcriptions SET available_at = 0 WHERE status = 'queued' AND available_at > 0");
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
    public static Job Read(DbConnection connection, string id, long fence) => connection.QuerySingle<Job>(
        """
        SELECT t.id Id, t.project_id ProjectId, p.name ProjectName, t.model Model, t.audio_url AudioUrl, t.blob Blob, t.request RequestJson,
            t.client_reference_id ClientReferenceId, t.webhook_url WebhookUrl, t.created_at CreatedAt, t.source Source,
            t.attempts Attempt, t.door Door, t.waited IsWaitedFor, t.transient_of IS NOT NULL IsTransient,
            coalesce(nullif(t.estimated_ms, 0), t.audio_duration_ms) DurationMs
        FROM transcriptions t JOIN projects p ON p.id = t.project_id WHERE t.id = @id
        """,
        new { id }) with
    { Fence = fence };

    private Job? Claim(DbConnection connection, string id, TimeSpan lease)
    {
        var now = clock.Milliseconds();
        var claimed = connection.Execute(
            """
            UPDATE transcriptions SET status = 'processing', attempts = attempts + 1, started_at = coalesce(started_at, @now),
                transcribed_ms = 0
            WHERE id = @id AND status = 'queued' AND blob IS NOT NULL AND available_at <= now_ms()
            """,
            new { id, now });
        if (claimed == 0 || Leases.Begin(connection, id, server, lease) is not { } fence) return null;

        // A former attempt's.
        connection.Execute("DELETE FROM partial_transcripts WHERE transcription_id = @id", new { id });
        return Read(connection, id, fence) with { StartedAt = now };
    }

    private Task<JobEnd> EndAsync(Job job, string status, Action<DbConnection, long> store) => database.WriteAsync(
        c =>
        {
            if (!Leases.End(c, job)) return new JobEnd(false, null);
            var now = clock.Milliseconds();
            End(c, job.Id, status, now, job.Fence);
            store(c, now);
            return new JobEnd(true, BlobUse.Release(c, job.Blob, now));
        },
        ISqlDatabase.BackgroundTimeout);

    // After those that there are since its creation.
    private static void AddWarnings(DbConnection connection, string id, IReadOnlyList<string> warnings)
    {
        var known = connection.ExecuteScalar<string?>("SELECT warnings FROM transcriptions WHERE id = @id", new { id });
        IEnumerable<string> former = known is null ? [] : JsonSerializer.Deserialize<string[]>(known, JsonSettings.Stored)!;
        connection.Execute(
            "UPDATE transcriptions SET warnings = @json WHERE id = @id",
            new { id, json = JsonSerializer.Serialize(former.Concat(warnings), JsonSettings.Stored) });
    }

    private static void Requeue(DbConnection connection, string id) => connection.Execute(
        """
        UPDATE transcriptions
        SET attempts = CASE WHEN status = 'queued' THEN attempts - 1 ELSE attempts END, status = 'queued' WHERE id = @id
        """,
        new { id });

    private static void End(DbConnection connection, string id, string status, long now, long? fence = null)
    {
        connection.Execute(
            """
            UPDATE transcriptions SET status = @status, ended_at = @now, fence = @fence, fetched_bytes = NULL, stage = NULL WHERE id = @id;
            DELETE FROM partial_transcripts WHERE transcription_id = @id;
            DELETE FROM parts WHERE transcription_id = @id;
            """,
            new { id, status, now, fence });
        SqlWebhookOutbox.Add(connection, id, status, now);
    }

    private static void StoreFailure(DbConnection connection, string id, JobFailure failure) => connection.Execute(
        "UPDATE transcriptions SET error_type = @ErrorType, error_message = @Message WHERE id = @id",
        new { id, failure.ErrorType, failure.Message });
}
