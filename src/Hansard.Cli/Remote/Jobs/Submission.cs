using System.Text.Json.Nodes;
using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Submits recordings so that none is transcribed twice, whenever the command or the server is interrupted.</summary>
/// <param name="api">The server.</param>
/// <param name="uploading">Uploads files.</param>
/// <param name="resume">What is known of earlier runs.</param>
/// <param name="request">The request, without its source.</param>
internal sealed class Submission(ApiClient api, Uploading uploading, ResumeStore resume, JsonObject request)
{
    // The newest transcriptions of the project, among which one whose answer was lost is looked for.
    private const int Recent = 200;
    private const int MostAttempts = 20;

    // The clock in answers has whole seconds.
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(1);

    /// <summary>Returns the transcription: one that was created before, or the one that is created now.</summary>
    /// <param name="source">The recording.</param>
    /// <param name="point">What is known of earlier runs of this submission.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RemoteTranscription> RunAsync(
        SubmitSource source, ResumePoint point, JobProgress progress, CancellationToken cancellationToken)
    {
        if (point.Entry.TranscriptionId is { } known)
        {
            if (await api.FindTranscriptionAsync(known, cancellationToken).ConfigureAwait(false) is { } earlier) return earlier;
            point.Save(new ResumeEntry { FileId = point.Entry.FileId }); // It has been deleted.
        }
        var body = request.DeepClone().AsObject();
        if (source.File is { } file)
        {
            if (source.Pipe is null && point.Entry == new ResumeEntry() && resume.Take(KeptFile(source)) is { } kept) point.Save(kept);
            body["file_id"] = await uploading.RunAsync(file, null, point, progress, cancellationToken).ConfigureAwait(false);
        }
        else if (source.Url is { } url)
        {
            body["audio_url"] = url;
        }
        else
        {
            body["file_id"] = source.FileId;
        }
        try
        {
            return await CreateAsync(body, source.File is not null, point, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException) when (source is { File: not null, Pipe: null })
        {
            // Whoever puts the options right need not upload again.
            resume.Keep(new ResumeEntry { FileId = point.Entry.FileId }, KeptFile(source));
            point.Forget();
            throw;
        }
    }

    private async Task<RemoteTranscription> CreateAsync(
        JsonObject body, bool isOwnFile, ResumePoint point, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (point.Entry.CreatingSince is { } since
                && await FindAsync(body, isOwnFile ? null : since, cancellationToken).ConfigureAwait(false) is { } made)
                return Keep(made, point);
            point.Save(point.Entry with { CreatingSince = (api.ServerTime ?? DateTimeOffset.UtcNow) - ClockStep });
            try
            {
                return Keep(await api.CreateAsync(body, cancellationToken).ConfigureAwait(false), point);
            }
            catch (UnreachableException) when (attempt < MostAttempts)
            {
                await Task.Delay(Patience.Pause(attempt), cancellationToken).ConfigureAwait(false);
                await api.WaitUntilThereAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A file that this command uploaded is in no other's transcription; an address may be.
    private async Task<RemoteTranscription?> FindAsync(JsonObject body, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        string? Sent(string field) => (string?)body[field];
        var rows = api.ListAsync(Resources.Transcriptions, Recent, cancellationToken);
        await foreach (var row in rows.Take(Recent).ConfigureAwait(false))
        {
            var job = new RemoteTranscription(row);
            if (since is not null && job.CreatedAt < since) return null;
            if (job.FileId == Sent("file_id") && job.AudioUrl == Sent("audio_url") && job.Model == Sent("model")
                && job.ClientReferenceId == Sent("client_reference_id")) return job;
        }
        return null;
    }

    private static RemoteTranscription Keep(RemoteTranscription job, ResumePoint point)
    {
        point.Save(point.Entry with { TranscriptionId = job.Id });
        return job;
    }

    private static string[] KeptFile(SubmitSource source) => ["kept", source.Identity];
}
