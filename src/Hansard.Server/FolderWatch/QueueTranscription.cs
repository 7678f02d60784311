using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
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
/// <param name="project">The project.</param>
/// <param name="parts">What uploads and requests go through, too.</param>
internal sealed class QueueTranscription(WatchedFolderOptions watched, Project project, QueueParts parts) : IWatchedTranscriber
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<ExportFormat> _formats = FormatsOf(watched);

    private bool IsBeside => watched.To is null;

    /// <inheritdoc />
    public IReadOnlyList<string>? Suffixes
        => IsBeside && _formats.Any(IsSubtitle) ? null : [.. _formats.SelectMany(Forms).Select(form => Suffix(form, null))];

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
            return new TranscribedRecording(Render(recording.Name, stored.ToTranscript(row)), []);
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
        var file = await StoreAsync(recording, limits, cancellationToken);
        try
        {
            var wanted = Wanted(file);
            var row = await parts.Transcriptions.AddAsync(project.Id, limits, wanted)
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

    private NewTranscription Wanted(FileRow file)
    {
        var models = parts.Models.Models;
        if (watched.Model is { } name && models.Find(name) is null)
            throw new PassingException($"This server has no model '{name}'; it has: {string.Join(", ", models.Names)}.");
        return new NewTranscription
        {
            Model = watched.Model ?? models.Default.Id,
            FileId = file.Id,
            Request = new TranscriptionRequest
            {
                Model = watched.Model is null ? null : models.Own(watched.Model)?.Id,
                LanguageHints = watched.LanguageHints.Count > 0 ? [.. watched.LanguageHints] : null,
                LanguageHintsStrict = watched.LanguageHintsStrict,
                EnableLanguageIdentification = true, // The names of subtitles say it.
                EnableSpeakerDiarization = watched.Diarize,
                Translation = watched.TranslateTo is { } target
                    ? new TranslationRequest { Type = "one_way", TargetLanguage = target }
                    : null,
            },
            Source = RequestSource.PublicApi,
        };
    }

    private List<TranscribedFile> Render(string recording, Transcript transcript)
    {
        var title = Path.GetFileNameWithoutExtension(recording);
        List<TranscribedFile> files = [];
        foreach (var form in _formats.SelectMany(Forms))
        {
            // Subtitles of nothing would be offered by a media server.
            if (IsBeside && IsSubtitle(form.Format) && transcript.Tokens.Count == 0) continue;
            var options = new TranscriptWriterOptions
            {
                FileName = form.Format.Text is null ? title : null,
                Recording = title,
                OriginalOnly = watched.TranslateTo is not null && !form.IsTranslation && form.Format != ExportFormat.JsonFile,
                TranslatedOnly = form.IsTranslation,
            };
            files.Add(new TranscribedFile(Suffix(form, transcript), TranscriptExport.Write(form.Format, transcript, options)));
        }
        return files;
    }

    // JSON holds the translation too, and who speaks when is the same in all languages.
    private IEnumerable<Form> Forms(ExportFormat format)
    {
        yield return new Form(format, IsTranslation: false);
        if (watched.TranslateTo is not null && format.Name is not ("json" or "rttm")) yield return new Form(format, IsTranslation: true);
    }

    private string Suffix(Form form, Transcript? transcript)
    {
        var language = form.IsTranslation ? watched.TranslateTo
            : IsBeside && IsSubtitle(form.Format) && transcript is not null ? SpokenIn(transcript)
            : null;
        return $"{(language is null ? "" : $".{language}")}.{form.Format.Name}";
    }

    private static string? SpokenIn(Transcript transcript)
        => transcript.Tokens.Where(token => token.TranslationStatus is not TranslationStatus.Translation)
            .Select(token => token.Language)
            .OfType<string>()
            .CountBy(language => language)
            .OrderByDescending(each => each.Value)
            .Select(each => each.Key)
            .FirstOrDefault();

    private static IReadOnlyList<ExportFormat> FormatsOf(WatchedFolderOptions watched)
    {
        IEnumerable<string> names = watched.Formats.Count > 0 ? watched.Formats : [watched.To is null ? "srt" : "txt"];
        return [.. names.Distinct().Select(name => name == ExportFormat.Json ? ExportFormat.JsonFile : ExportFormat.All[name])];
    }

    private static bool IsSubtitle(ExportFormat format) => format.Name is "srt" or "vtt" or "ass";

    private static UntranscribableException Deleted() => new("Its transcription was deleted before its transcript was written.");

    private sealed record Form(ExportFormat Format, bool IsTranslation);
}

/// <summary>The parts of the server that take recordings in and have them transcribed.</summary>
internal sealed record QueueParts(
    IObjectStore Objects, IFileStore Files, UploadReservations Reservations, DiskSpace Disk, ITranscriptionStore Transcriptions,
    JobSignal Signal, CurrentModels Models, HansardServerOptions Options);
