using System.Text.Json;
using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Fetching;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Transcriptions;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>The transcriptions of projects, as clients see them. Workers use <see cref="JobQueue"/> on the same table.</summary>
internal sealed class TranscriptionStore(
    Database database, ObjectStore objects, JobSignal signal, WithdrawalSignal withdrawalSignal, TimeProvider clock)
{
    // What is in memory of a list at a time: a context has a hundred thousand characters when all are escaped, and a list a thousand of these.
    private const int MaximumCharacters = 1 << 18;

    private static readonly TimeSpan RetryAfterPending = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfterTotal = TimeSpan.FromMinutes(1);

    /// <summary>Adds a job to the queue and wakes a worker.</summary>
    /// <returns>The job, on the disk; null when its <see cref="NewTranscription.FileId"/> is not a file of the project.</returns>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    public async Task<TranscriptionRow?> AddAsync(string project, LimitOptions limits, NewTranscription wanted)
    {
        var row = await database.WriteAsync(c => Add(c, project, limits, wanted));
        if (row is not null) signal.Set();
        return row;
    }

    /// <summary>The project's transcription of that id, or null.</summary>
    public TranscriptionRow? Find(string project, string id) => database.Read(c => c.QuerySingleOrDefault<TranscriptionRow>(
        $"SELECT {TranscriptionRow.Columns} FROM transcriptions WHERE id = @id AND project_id = @project", new { id, project }));

    /// <summary>Transcriptions before a place in the order, newest first.</summary>
    /// <returns>As many as are wanted, or fewer when they are large, but one at least if there is one.</returns>
    public IReadOnlyList<TranscriptionRow> List(string project, long before, int limit) => database.Read(c =>
    {
        var rows = new List<TranscriptionRow>();
        var characters = 0;
        foreach (var row in c.Query<TranscriptionRow>(
            $"SELECT {TranscriptionRow.Columns} FROM transcriptions WHERE project_id = @project AND seq < @before ORDER BY seq DESC LIMIT @limit",
            new { project, before, limit }, buffered: false))
        {
            rows.Add(row);
            if ((characters += row.RequestJson.Length) > MaximumCharacters) break;
        }

        return rows;
    });

    /// <summary>How many transcriptions the project has.</summary>
    public SourceCounts Count(string project) => database.Read(c => SourceCounting.Count(c, "transcriptions", project));

    /// <summary>The transcript of a completed transcription, or null.</summary>
    public StoredTranscript? Transcript(string id) => database.Read(c => c.QuerySingleOrDefault<StoredTranscript>(
        "SELECT text Text, tokens Tokens FROM transcripts WHERE transcription_id = @id", new { id }));

    /// <summary>Jobs that run now: of the project, and of all.</summary>
    public (long Project, long All) Processing(string project) => database.Read(c => c.QuerySingle<(long, long)>(
        "SELECT count(*) FILTER (WHERE project_id = @project), count(*) FROM transcriptions WHERE status = 'processing'", new { project }));

    /// <summary>Deletes a transcription and its transcript, and with a queued one, bytes that only it still needed.</summary>
    public async Task<DeleteOutcome> DeleteAsync(string project, string id, CancellationToken cancellationToken)
    {
        var (outcome, unused) = await database.WriteAsync(
            c =>
            {
                var row = c.QuerySingleOrDefault<TranscriptionRow>(
                    $"SELECT {TranscriptionRow.Columns} FROM transcriptions WHERE id = @id AND project_id = @project", new { id, project });
                if (row is null) return (DeleteOutcome.NotFound, null);
                if (row.Status == JobStatus.Processing) return (DeleteOutcome.Processing, null);
                c.Execute("DELETE FROM transcriptions WHERE id = @id", new { id });
                return (DeleteOutcome.Deleted, BlobUse.Release(c, row.Blob, clock.Milliseconds()));
            },
            cancellationToken);
        if (unused is not null) await objects.DeleteAsync(unused);

        // Its recording may be under way.
        if (outcome == DeleteOutcome.Deleted) withdrawalSignal.Set();
        return outcome;
    }

    /// <summary>When the first of the transcriptions that are kept ended; null when none has.</summary>
    public long? FirstEnd() => database.Read(c => c.ExecuteScalar<long?>("SELECT min(ended_at) FROM transcriptions WHERE ended_at IS NOT NULL"));

    /// <summary>Deletes the transcriptions that ended before a time, a batch at once.</summary>
    /// <returns>Their ids; fewer than <paramref name="batch"/> when none is left.</returns>
    public Task<IReadOnlyList<string>> DeleteEndedBeforeAsync(long time, int batch, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<string>>(
        c => c.Query<string>(
            """
            DELETE FROM transcriptions WHERE seq IN (SELECT seq FROM transcriptions WHERE ended_at < @time AND status IN ('completed', 'error') LIMIT @batch)
            RETURNING id
            """,
            new { time, batch }).AsList(),
        cancellationToken);

    private TranscriptionRow? Add(SqliteConnection connection, string project, LimitOptions limits, NewTranscription wanted)
    {
        FileRow? file = null;
        if (wanted.FileId is not null)
        {
            file = connection.QuerySingleOrDefault<FileRow>(
                "SELECT id Id, blob Blob, filename Filename, size Size, source Source, created_at CreatedAt FROM files WHERE id = @FileId AND project_id = @project",
                new { wanted.FileId, project });
            if (file is null) return null;
        }

        CheckRoom(connection, project, limits);
        var row = new TranscriptionRow
        {
            Id = Guid.CreateVersion7().ToString(),
            Status = JobStatus.Queued,
            Source = wanted.Source,
            Model = wanted.Model,
            AudioUrl = wanted.AudioUrlText,
            FileId = file?.Id,
            Blob = file?.Blob,
            Filename = file?.Filename ?? AudioUrlName.Of(wanted.AudioUrl!),
            RequestJson = JsonSerializer.Serialize(wanted.Request, JsonSettings.Stored),
            ClientReferenceId = wanted.ClientReferenceId,
            WebhookUrl = wanted.WebhookUrl,
            WebhookAuthHeaderName = wanted.WebhookAuthHeaderName,
            WebhookAuthHeaderValue = wanted.WebhookAuthHeaderValue,
            CreatedAt = clock.Milliseconds(),
        };
        connection.Execute(
            """
            INSERT INTO transcriptions (id, project_id, status, source, model, audio_url, audio_host, file_id, blob, filename, request,
                client_reference_id, webhook_url, webhook_auth_header_name, webhook_auth_header_value, created_at)
            VALUES (@Id, @project, @Status, @Source, @Model, @AudioUrl, @audioHost, @FileId, @Blob, @Filename, @RequestJson,
                @ClientReferenceId, @WebhookUrl, @WebhookAuthHeaderName, @WebhookAuthHeaderValue, @CreatedAt)
            """,
            Parameters(row, project, wanted.AudioUrl is { } url ? OutboundSlots.HostOf(url) : ""));
        return row;
    }

    private static DynamicParameters Parameters(TranscriptionRow row, string project, string audioHost)
    {
        var parameters = new DynamicParameters(row);
        parameters.Add("project", project);
        parameters.Add("audioHost", audioHost);
        return parameters;
    }

    private static void CheckRoom(SqliteConnection connection, string project, LimitOptions limits)
    {
        var (total, pending) = connection.QuerySingle<(long, long)>(
            "SELECT count(*), count(*) FILTER (WHERE status IN ('queued', 'processing')) FROM transcriptions WHERE project_id = @project", new { project });
        if (pending >= limits.PendingTranscriptions)
            throw new LimitReachedException(
                $"This project has {pending} pending transcriptions, and its limit is {limits.PendingTranscriptions}: wait until some have ended.", RetryAfterPending);
        if (total >= limits.TotalTranscriptions)
            throw new LimitReachedException(
                $"This project keeps {total} transcriptions, and its limit is {limits.TotalTranscriptions}: delete those that are no longer needed.", RetryAfterTotal);
    }
}
