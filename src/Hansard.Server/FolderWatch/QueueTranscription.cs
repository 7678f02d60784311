using Hansard.Engine.Translation;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.FolderWatch;

/// <summary>Has the recordings of a watched folder transcribed by the queue of this server, for a project.</summary>
/// <remarks>
/// A recording is copied into the store like an upload, and counts toward the limits of the project: the original may be moved or deleted
/// while the job waits. After a restart the job is found again by its id, which the journal has.
/// </remarks>
/// <param name="watched">The folder.</param>
/// <param name="wanted">What it says of the transcripts.</param>
/// <param name="project">The project.</param>
/// <param name="parts">What uploads and requests go through, too.</param>
internal sealed class QueueTranscription(
    WatchedFolderOptions watched, WatchedRequest wanted, Project project, QueueParts parts) : IWatchedTranscriber
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    public IReadOnlyList<string>? Suffixes => wanted.Forms.Suffixes;

    /// <inheritdoc />
    public async Task<TranscribedRecording> TranscribeAsync(
        OpenedRecording recording, string? ticket, Action<string> keepTicket, CancellationToken cancellationToken)
    {
        try
        {
            var row = (ticket is null ? null : parts.Transcriptions.Find(project.Id, ticket))
                ?? await SubmitAsync(recording, cancellationToken);
            keepTicket(row.Id);
            row = await EndOfAsync(row, cancellationToken);
            if (!watched.KeepRecordings && row.FileId is { } file) await parts.Files.DeleteAsync(project.Id, file, cancellationToken);
            if (row.Status == JobStatus.Error)
                throw new UntranscribableException(row.ErrorMessage ?? "It could not be transcribed.");
            var stored = parts.Transcriptions.Transcript(row.Id) ?? throw Deleted();
            return new TranscribedRecording(wanted.Forms.Render(recording.Name, stored.ToTranscript(row)), []);
        }
        catch (LimitReachedException e)
        {
            throw new PassingException(e.Message, e);
        }
    }

    private async Task<TranscriptionRow> EndOfAsync(TranscriptionRow row, CancellationToken cancellationToken)
    {
        while (row.Status is JobStatus.Queued or JobStatus.Processing)
        {
            await Task.Delay(Poll, cancellationToken);
            row = parts.Transcriptions.Find(project.Id, row.Id) ?? throw Deleted();
        }
        return row;
    }

    private async Task<TranscriptionRow> SubmitAsync(OpenedRecording recording, CancellationToken cancellationToken)
    {
        parts.Disk.Check();
        var limits = parts.Options.LimitsOf(project.Name);
        if (recording.Size > limits.FileBytes)
            throw new UntranscribableException($"The file is larger than the limit of {limits.FileBytes} bytes.");
        var transcription = Transcription();
        var file = await StoreAsync(recording, limits, cancellationToken);
        try
        {
            var row = await parts.Transcriptions.AddAsync(project.Id, limits, transcription with { FileId = file.Id })
                ?? throw new PassingException("Its copy was deleted before the transcription began.");
            parts.Signal.Set();
            return row;
        }
        catch
        {
            await parts.Files.DeleteAsync(project.Id, file.Id, CancellationToken.None);
            throw;
        }
    }

    private async Task<FileRow> StoreAsync(OpenedRecording recording, LimitOptions limits, CancellationToken cancellationToken)
    {
        using var reservation = parts.Reservations.Open(project.Id, limits, recording.Size);
        var content = new UploadedPart(recording.Content, () => ApiException.Invalid("The recording cannot be read."), reservation.Add);
        var stored = await parts.Objects.PutAsync(content, limits.FileBytes, cancellationToken)
            ?? throw new UntranscribableException($"The file is larger than the limit of {limits.FileBytes} bytes.");
        if (!recording.IsUnchanged || stored.Size != recording.Size)
        {
            await parts.Objects.DiscardAsync(stored.Name);
            throw new PassingException("The recording changed while it was copied.");
        }
        reservation.Store();
        return await parts.Files.AddAsync(
            project.Id, limits, stored, RecordingName.LastSegment(recording.Name) ?? "file", null, RequestSource.PublicApi);
    }

    private NewTranscription Transcription()
    {
        var models = parts.Models.Models;
        if (watched.Model is { } name && models.Find(name) is null)
            throw new PassingException($"This server has no model '{name}'; it has: {string.Join(", ", models.Names)}.");
        var model = watched.Model is null ? models.Default : models.Find(watched.Model)!;
        foreach (var (source, target) in wanted.Translation.Needed)
        {
            if (!model.TranslationPairs.Any(pair => pair.Target == target && (source is null || pair.Source == source)))
            {
                throw new PassingException(
                    $"This server has no model that translates {(source is null ? "" : $"{source} ")}into {target}, as TranslateTo asks; "
                    + $"it has: {LanguagePairs.Describe(model.TranslationPairs)}.");
            }
        }
        return new NewTranscription
        {
            Model = watched.Model ?? models.Default.Id,
            Request = wanted.Request with { Model = watched.Model is null ? null : models.Own(watched.Model)?.Id },
            Source = RequestSource.PublicApi,
        };
    }

    private static UntranscribableException Deleted() => new("Its transcription was deleted before its transcript was written.");
}

/// <summary>The parts of the server that take recordings in and have them transcribed.</summary>
internal sealed record QueueParts(
    IObjectStore Objects, IFileStore Files, UploadReservations Reservations, DiskSpace Disk, ITranscriptionStore Transcriptions,
    JobSignal Signal, CurrentModels Models, HansardServerOptions Options);
