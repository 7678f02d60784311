using System.Data.Common;
using System.Text.Json;
using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Fetching;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Outbound;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Storage.Sql;

/// <summary>The transcriptions of projects as rows. <see cref="SqlJobStore"/> works on the same table.</summary>
internal sealed class SqlTranscriptionStore(ISqlDatabase database, RecordingRemoval removal, TimeProvider clock) : ITranscriptionStore
{
    /// <summary>The columns of a <see cref="TranscriptionRow"/>.</summary>
    public const string Columns =
        """
        seq Seq, id Id, status Status, source Source, model Model, audio_url AudioUrl, file_id FileId, blob Blob, filename Filename,
        request RequestJson, client_reference_id ClientReferenceId, webhook_url WebhookUrl,
        webhook_auth_header_name WebhookAuthHeaderName, webhook_auth_header_value WebhookAuthHeaderValue,
        webhook_status_code WebhookStatusCode, created_at CreatedAt, audio_duration_ms AudioDurationMs, transcribed_ms TranscribedMs,
        error_type ErrorType, error_message ErrorMessage,
        warnings WarningsJson, speakers SpeakersJson, tracks TracksJson, stage Stage, tags TagsJson, notes Notes, version Version,
        revision Revision, priority Priority
        """;

    /// <summary>Selects a <see cref="StoredTranscript"/> by the id of its transcription.</summary>
    public const string TranscriptOf = "SELECT text Text, tokens Tokens FROM transcripts WHERE transcription_id = @id";

    // The others are gone when whoever waits for them has them.
    private const string IsKept = "transient_of IS NULL";

    // What is in memory of a list at a time: a context has a hundred thousand characters when all are escaped, and a list a thousand of
    // these.
    private const int MaximumCharacters = 1 << 18;

    // Jobs end by themselves, and most within seconds.
    private static readonly TimeSpan RetryAfterPending = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public Task<TranscriptionRow?> AddAsync(string project, LimitOptions limits, NewTranscription wanted)
        => database.WriteAsync(c => Add(c, project, limits, wanted));

    /// <inheritdoc />
    public TranscriptionRow? Find(string project, string id) => database.Read(c => c.QuerySingleOrDefault<TranscriptionRow>(
        $"SELECT {Columns} FROM transcriptions WHERE id = @id AND project_id = @project AND {IsKept}", new { id, project }));

    /// <inheritdoc />
    public IReadOnlyList<TranscriptionRow> List(string project, long before, int limit) => database.Read(c =>
    {
        var rows = new List<TranscriptionRow>();
        var characters = 0;
        foreach (var row in c.Query<TranscriptionRow>(
            $"""
            SELECT {Columns} FROM transcriptions WHERE project_id = @project AND seq < @before AND {IsKept} ORDER BY seq DESC LIMIT @limit
            """,
            new { project, before, limit }, buffered: false))
        {
            rows.Add(row);
            if ((characters += row.RequestJson.Length + (row.SpeakersJson?.Length ?? 0)) > MaximumCharacters) break;
        }

        return rows;
    });

    /// <inheritdoc />
    public SourceCounts Count(string project) => database.Read(c => ProjectCounts.Transcriptions(c, project));

    /// <inheritdoc />
    public StoredTranscript? Transcript(string id, long revision = 0)
    {
        if (revision == 0) return database.Read(c => c.QuerySingleOrDefault<StoredTranscript>(TranscriptOf, new { id }));
        var packed = database.Read(c => c.QuerySingleOrDefault<StoredTranscript>(
            """
            SELECT text Text, tokens Tokens, speaker_names SpeakerNamesJson FROM revisions
            WHERE transcription_id = @id AND number = @revision
            """,
            new { id, revision }));
        return packed is null ? null : packed with { Tokens = PackedTokens.Unpack(packed.Tokens) };
    }

    /// <inheritdoc />
    public string? Alternatives(string id) => database.Read(
        c => c.QuerySingleOrDefault<string?>("SELECT alternatives FROM transcripts WHERE transcription_id = @id", new { id }));

    /// <inheritdoc />
    public IReadOnlyList<TranscriptToken> Partial(string id) =>
    [
        .. database.Read(c => c.Query<byte[]>(
            "SELECT tokens FROM partial_transcripts WHERE transcription_id = @id ORDER BY seq", new { id }).AsList())
            .SelectMany(batch => JsonSerializer.Deserialize<TranscriptToken[]>(batch, JsonSettings.Stored)!),
    ];

    /// <inheritdoc />
    public PartialTranscript PartialAfter(string id, long after) => database.Read(c =>
    {
        var batches = c.Query<(long Seq, byte[] Tokens)>(
            "SELECT seq, tokens FROM partial_transcripts WHERE transcription_id = @id AND seq > @after ORDER BY seq",
            new { id, after }).AsList();
        return new PartialTranscript(
            c.ExecuteScalar<long?>("SELECT min(seq) FROM partial_transcripts WHERE transcription_id = @id", new { id }),
            batches.Count > 0 ? batches[^1].Seq : after,
            [.. batches.SelectMany(batch => JsonSerializer.Deserialize<TranscriptToken[]>(batch.Tokens, JsonSettings.Stored)!)]);
    });

    /// <inheritdoc />
    public RunningJobs Processing(string project) => database.Read(c => c.QuerySingle<RunningJobs>(
        """
        SELECT count(*) FILTER (WHERE project_id = @project) OfProject, count(*) OfAll
        FROM transcriptions WHERE status = 'processing'
        """,
        new { project }));

    /// <inheritdoc />
    public async Task<DeleteOutcome> DeleteAsync(string project, string id, CancellationToken cancellationToken)
    {
        var (outcome, unused) = await database.WriteAsync(
            c =>
            {
                var row = c.QuerySingleOrDefault<TranscriptionRow>(
                    $"""
                    SELECT {Columns} FROM transcriptions WHERE id = @id AND project_id = @project AND {IsKept}{database.Dialect.ForUpdate}
                    """,
                    new { id, project });
                if (row is null) return (DeleteOutcome.NotFound, null);
                if (row.Status == JobStatus.Processing) return (DeleteOutcome.Processing, null);
                c.Execute("DELETE FROM transcriptions WHERE id = @id", new { id });
                return (DeleteOutcome.Deleted, BlobUse.Release(c, row.Blob, clock.Milliseconds()));
            },
            cancellationToken);
        if (unused is not null) await removal.RemoveAsync(unused);
        return outcome;
    }

    /// <inheritdoc />
    public Task<LabelOutcome> LabelAsync(string project, string id, TranscriptionLabels labels, CancellationToken cancellationToken)
        => database.WriteAsync(
            c =>
            {
                var version = c.QuerySingleOrDefault<long?>(
                    $"SELECT version FROM transcriptions WHERE id = @id AND project_id = @project{database.Dialect.ForUpdate}",
                    new { id, project });
                if (version is null) return LabelOutcome.NotFound;
                if (labels.Version is { } expected && expected != version) return LabelOutcome.ChangedMeanwhile;
                var tags = labels.Tags is null ? null : JsonSerializer.Serialize(labels.Tags, JsonSettings.Stored);
                c.Execute(
                    """
                    UPDATE transcriptions SET version = version + 1, notes = nullif(coalesce(@Notes, notes), ''),
                        tags = nullif(coalesce(@tags, tags), '[]') WHERE id = @id
                    """,
                    new { id, tags, labels.Notes });
                return LabelOutcome.Changed;
            },
            cancellationToken);

    /// <inheritdoc />
    public long? FirstEnd()
        => database.Read(c => c.ExecuteScalar<long?>("SELECT min(ended_at) FROM transcriptions WHERE ended_at IS NOT NULL"));

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> DeleteEndedBeforeAsync(long time, int batch, CancellationToken cancellationToken)
        => database.WriteAsync<IReadOnlyList<string>>(
        c => c.Query<string>(
            """
            DELETE FROM transcriptions WHERE seq IN (
                SELECT seq FROM transcriptions WHERE ended_at < @time AND status IN ('completed', 'error') LIMIT @batch)
            RETURNING id
            """,
            new { time, batch }).AsList(),
        cancellationToken);

    private TranscriptionRow? Add(DbConnection connection, string project, LimitOptions limits, NewTranscription wanted)
    {
        FileRow? file = null;
        if (wanted.FileId is not null)
        {
            file = connection.QuerySingleOrDefault<FileRow>(
                "SELECT id Id, blob Blob, filename Filename, size Size, source Source, created_at CreatedAt FROM files WHERE id = @FileId "
                + $"AND project_id = @project{database.Dialect.ForReference}",
                new { wanted.FileId, project });
            if (file is null) return null;
        }

        CheckRoom(connection, project, limits, bytes: file is null ? 1 : 0);
        var row = Row(wanted, file?.Filename ?? AudioUrlName.Of(wanted.AudioUrl!.Url)) with { FileId = file?.Id, Blob = file?.Blob };
        Insert(connection, row, project, wanted);
        return row;
    }

    /// <summary>Adds a transcription of a recording that belongs to it alone and goes with it.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="wanted">The transcription.</param>
    /// <param name="recording">Name, bytes and owner of the recording.</param>
    public TranscriptionRow AddTransient(
        DbConnection connection, string project, LimitOptions limits, NewTranscription wanted, TransientRecording recording)
    {
        CheckRoom(connection, project, limits, recording.Stored.Size);
        var row = Row(wanted, recording.Filename) with { Blob = recording.Stored.Name };
        Insert(connection, row, project, wanted, recording);
        return row;
    }

    private TranscriptionRow Row(NewTranscription wanted, string filename)
        => new()
        {
            Id = Guid.CreateVersion7().ToString(),
            Status = JobStatus.Queued,
            Source = wanted.Source,
            Model = wanted.Model,
            AudioUrl = wanted.AudioUrl?.Text,
            Filename = filename,
            RequestJson = JsonSerializer.Serialize(wanted.Request, JsonSettings.Stored),
            ClientReferenceId = wanted.ClientReferenceId,
            WebhookUrl = wanted.WebhookUrl,
            WebhookAuthHeaderName = wanted.WebhookAuthHeaderName,
            WebhookAuthHeaderValue = wanted.WebhookAuthHeaderValue,
            CreatedAt = clock.Milliseconds(),
            TagsJson = wanted.TagsJson,
            Notes = wanted.Notes,
            Priority = wanted.Priority,
            WarningsJson = wanted.Warnings.Count == 0 ? null : JsonSerializer.Serialize(wanted.Warnings, JsonSettings.Stored),
        };

    private static void Insert(
        DbConnection connection, TranscriptionRow row, string project, NewTranscription wanted, TransientRecording? recording = null)
    {
        var parameters = new DynamicParameters(row);
        parameters.Add("project", project);
        parameters.Add("audioHost", wanted.AudioUrl is { } sent ? OutboundSlots.HostOf(sent.Url) : "");
        parameters.Add("door", wanted.Door);
        parameters.Add("waited", wanted.IsWaitedFor ? 1 : 0);
        parameters.Add("server", recording?.Server);
        parameters.Add("bytes", recording?.Stored.Size);
        connection.Execute(
            """
            INSERT INTO transcriptions (id, project_id, status, source, model, audio_url, audio_host, file_id, blob, filename, request,
                client_reference_id, webhook_url, webhook_auth_header_name, webhook_auth_header_value, created_at, warnings, tags,
                notes, priority, door, waited, transient_of, fetched_bytes)
            VALUES (@Id, @project, @Status, @Source, @Model, @AudioUrl, @audioHost, @FileId, @Blob, @Filename, @RequestJson,
                @ClientReferenceId, @WebhookUrl, @WebhookAuthHeaderName, @WebhookAuthHeaderValue, @CreatedAt, @WarningsJson, @TagsJson,
                @Notes, @Priority, @door, @waited, @server, @bytes)
            """,
            parameters);
    }

    private static void CheckRoom(DbConnection connection, string project, LimitOptions limits, long bytes)
    {
        if (limits.PendingTranscriptions > 0 || limits.TotalTranscriptions > 0 || limits.StoredBytes > 0) Holds.Limits(connection, project);
        if (limits.PendingTranscriptions > 0)
        {
            var pending = ProjectCounts.Pending(connection, project);
            if (pending >= limits.PendingTranscriptions)
                throw new LimitReachedException(
                    $"This project has {pending} pending transcriptions, and its limit is {limits.PendingTranscriptions}: "
                    + "wait until some have ended.",
                    RetryAfterPending);
        }

        if (limits.TotalTranscriptions > 0)
        {
            var total = ProjectCounts.Transcriptions(connection, project).Total;
            if (total >= limits.TotalTranscriptions)
                throw new LimitReachedException(
                    $"This project keeps {total} transcriptions, and its limit is {limits.TotalTranscriptions}: "
                    + "delete those that are no longer needed.",
                    LimitReachedException.WhenFull);
        }

        // How large a recording is that is to be downloaded shows when it comes; that nothing fits is known now.
        if (bytes > 0 && limits.StoredBytes > 0)
            FileQuota.Check(SqlFileStore.Stored(connection, project), arriving: default, new StoredTotals(0, bytes), limits);
    }
}
