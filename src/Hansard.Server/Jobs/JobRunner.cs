using System.Diagnostics;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Observability;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs;

/// <summary>Runs one job: has its recording transcribed while its lease is renewed, and stores how it ended.</summary>
internal sealed partial class JobRunner(
    JobQueue queue,
    PartWork partWork,
    Heartbeat heartbeat,
    ITranscriber transcriber,
    IObjectStore objects,
    SpeakerVoices voices,
    IVocabularyTerms vocabulary,
    HansardServerOptions options,
    NodeWork work,
    ServerMetrics metrics,
    TimeProvider clock,
    ILogger<JobRunner> logger)
{
    /// <param name="job">Just taken.</param>
    /// <param name="abort">The server must stop now: the job is handed back.</param>
    public async Task RunAsync(Job job, CancellationToken abort)
    {
        using var activity = metrics.Traces.StartActivity("transcribe", ActivityKind.Consumer);
        activity?.SetTag("hansard.job.id", job.Id).SetTag("hansard.job.attempt", job.Attempt);
        LogStarted(job.Id, job.ProjectName, job.Attempt);

        var progress = new JobProgress(clock);

        // Disposed of also when the end cannot be stored: then the lease runs out, and the job is done again.
        await using var lease = heartbeat.Hold(job, progress, abort);
        using var begun = work.Begin(job.Id, progress);
        var end = await WorkAsync(job, progress, lease);
        progress.Done();
        await end();
        if (partWork.Desk is { } desk) await desk.TidyAsync(job);
    }

    private async Task<Func<Task>> WorkAsync(Job job, JobProgress progress, HeldLease lease)
    {
        try
        {
            var transcript = await TranscribeAsync(job, progress, lease.Token);
            progress.Completed = transcript.Duration;
            return () => CompleteAsync(job, transcript);
        }
        catch (InvalidAudioException exception)
        {
            return () => FailAsync(job, JobFailure.InvalidAudio(exception));
        }
        catch (TranslationException exception) when (exception.InnerException is InvalidDataException or FileNotFoundException)
        {
            // Where this server keeps what is not the job's owner's business.
            LogTranslatorUnusable(exception, job.Id);
            return () => FailAsync(job, JobFailure.TranslatorUnusable());
        }
        catch (TranslationException exception)
        {
            return () => FailAsync(job, JobFailure.Translation(exception.Message));
        }
        catch (ModelUnavailableException exception)
        {
            LogModelUnavailable(exception, job.Id, exception.Model);
            return () => FailAsync(job, JobFailure.ModelUnavailable(exception));
        }
        catch (RecordingMissingException)
        {
            return () => FailAsync(job, JobFailure.FileMissing(uploaded: job.AudioUrl is null));
        }
        catch (DamagedObjectException exception)
        {
            LogDamaged(job.Id, exception.Message);
            return () => FailAsync(job, JobFailure.FileDamaged(uploaded: job.AudioUrl is null));
        }
        catch (ObjectsUnavailableException exception)
        {
            // No fault of the job's: it waits for better times.
            LogUnreadable(job.Id, exception.Message, exception.RetryAfter.TotalSeconds);
            return () => queue.HandBackAsync(job, pause: exception.RetryAfter);
        }
        catch (OperationCanceledException) when (lease.Token.IsCancellationRequested)
        {
            return () => StoppedAsync(job, lease.Reason);
        }
        catch (Exception exception)
        {
            return () => RetryAsync(job, JobFailure.Internal(job.Attempt), exception);
        }
    }

    private async Task<Transcript> TranscribeAsync(Job job, JobProgress progress, CancellationToken cancellationToken)
    {
        await using var recording = await objects.OpenAsync(job.Blob!, cancellationToken) ?? throw new RecordingMissingException();
        var request = job.Request();
        var knowledge = new ProjectKnowledge(voices.KnownFor(job), request.UseVocabulary ? vocabulary.Of(job.ProjectId) : []);
        var longest = TimeSpan.FromMinutes(options.LimitsOf(job.ProjectName).AudioMinutes);

        await using var parts = partWork.Desk is { } desk ? await desk.OpenAsync(job, recording.Path, progress, cancellationToken) : null;

        // An engine that does not stop when it is told to must not keep the server from stopping.
        try
        {
            var work = parts is null
                ? transcriber.TranscribeAsync(recording.Path, request, knowledge, longest, progress, cancellationToken)
                : ((IPartTranscriber)transcriber)
                    .TranscribeInPartsAsync(recording.Path, request, knowledge, longest, parts, progress, cancellationToken);
            var transcript = await work.WaitAsync(cancellationToken);
            if (request.AlignedText is not { } text) return transcript;
            var longestAlignment = options.Jobs.StallTimeout / 2;
            return await TextJobs.AlignAsync(transcript, text, corrected => transcriber
                .AlignAsync(recording.Path, request, corrected, longestAlignment, cancellationToken).WaitAsync(cancellationToken));
        }
        catch (FileNotFoundException exception) when (!File.Exists(recording.Path))
        {
            throw new RecordingMissingException(exception);
        }
    }

    private async Task CompleteAsync(Job job, Transcript transcript)
    {
        if (!await queue.CompleteAsync(job, transcript, voices.Keep(job, transcript)))
        {
            LogLost(job.Id);
            return;
        }

        var took = TimeSpan.FromMilliseconds(clock.Milliseconds() - job.StartedAt);
        metrics.Ended(JobStatus.Completed, took, transcript.Duration, job.Door);
        LogCompleted(job.Id, transcript.Duration.TotalSeconds, took.TotalSeconds);
        LogTranslations(job, transcript);
    }

    // What its owner sees in the tokens, its operator sees here.
    private void LogTranslations(Job job, Transcript transcript)
    {
        if (transcript.UntranslatedLanguages.Count > 0) LogUntranslated(job.Id, string.Join(", ", transcript.UntranslatedLanguages));
        var pairs = transcript.Tokens.Where(t => t.TranslationStatus is TranslationStatus.Translation)
            .Select(t => new LanguagePair(t.SourceLanguage!, t.Language!))
            .ToHashSet();
        var wanted = job.Request().Model;
        var model = transcriber.Models.FirstOrDefault(model => model.Name == wanted) ?? transcriber.Models[0];
        foreach (var lesser in model.Translations.Where(t => t.Quality is not TranslationQuality.Standard && pairs.Contains(t.Pair)))
            LogLesserTranslation(job.Id, lesser.Pair.Source, lesser.Pair.Target, lesser.Quality.ToString().ToLowerInvariant(), lesser.Name);
    }

    private async Task FailAsync(Job job, JobFailure failure)
    {
        if (!await queue.FailAsync(job, failure)) return;
        metrics.Ended(JobStatus.Error, TimeSpan.FromMilliseconds(clock.Milliseconds() - job.StartedAt), TimeSpan.Zero, job.Door);
        LogFailed(job.Id, failure.ErrorType, failure.Message);
    }

    private async Task RetryAsync(Job job, JobFailure failure, Exception? exception)
    {
        LogAttemptFailed(exception, job.Id, job.Attempt, options.Jobs.MaximumAttempts);
        if (await queue.RetryOrFailAsync(job, failure)) metrics.AttemptFailed();
        else metrics.Ended(JobStatus.Error, TimeSpan.FromMilliseconds(clock.Milliseconds() - job.StartedAt), TimeSpan.Zero, job.Door);
    }

    private async Task StoppedAsync(Job job, StopReason reason)
    {
        switch (reason)
        {
            case StopReason.LeaseLost:
                LogLost(job.Id);
                break;
            case StopReason.Stalled:
                await RetryAsync(job, JobFailure.Stalled(options.Jobs.StallTimeout), null);
                break;
            default:
                await queue.HandBackAsync(job);
                LogHandedBack(job.Id);
                break;
        }
    }

    [LoggerMessage(110, LogLevel.Information, "Job {JobId} of project {Project}: attempt {Attempt} started")]
    private partial void LogStarted(string jobId, string project, int attempt);

    [LoggerMessage(111, LogLevel.Information, "Job {JobId} completed: {AudioSeconds:0.0} s of audio in {Seconds:0.0} s")]
    private partial void LogCompleted(string jobId, double audioSeconds, double seconds);

    [LoggerMessage(112, LogLevel.Information, "Job {JobId} ended in an error: {ErrorType}: {Reason}")]
    private partial void LogFailed(string jobId, string errorType, string reason);

    [LoggerMessage(113, LogLevel.Error, "Job {JobId}: attempt {Attempt} of {Maximum} failed")]
    private partial void LogAttemptFailed(Exception? exception, string jobId, int attempt, int maximum);

    [LoggerMessage(114, LogLevel.Information, "Job {JobId} is no longer this worker's: it was cancelled, or its lease ran out")]
    private partial void LogLost(string jobId);

    [LoggerMessage(115, LogLevel.Information, "Job {JobId} is handed back to the queue: the server stops")]
    private partial void LogHandedBack(string jobId);

    [LoggerMessage(
        117, LogLevel.Warning, "Job {JobId}: what is said in {Languages} is not translated, as no translator is installed for it")]
    private partial void LogUntranslated(string jobId, string languages);

    [LoggerMessage(
        118, LogLevel.Warning,
        "Job {JobId} was translated from {Source} to {Target} in {Quality} quality, by {Translator}: a model for that pair does "
        + "better")]
    private partial void LogLesserTranslation(string jobId, string source, string target, string quality, string translator);

    [LoggerMessage(119, LogLevel.Error, "Job {JobId}: a translator cannot be loaded")]
    private partial void LogTranslatorUnusable(Exception exception, string jobId);

    [LoggerMessage(345, LogLevel.Error, "Job {JobId}: its recording is damaged: {Reason}")]
    private partial void LogDamaged(string jobId, string reason);

    [LoggerMessage(346, LogLevel.Warning, "Job {JobId}: its recording cannot be read now, and is tried again in {Seconds} s: {Reason}")]
    private partial void LogUnreadable(string jobId, string reason, double seconds);

    [LoggerMessage(125, LogLevel.Error, "Job {JobId}: the model {Model} cannot be used")]
    private partial void LogModelUnavailable(Exception exception, string jobId, string model);

    private sealed class RecordingMissingException(Exception? inner = null) : Exception("The recording is not in the object store.", inner);
}
