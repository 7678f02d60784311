using System.Diagnostics;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;
using Hansard.Server.Configuration;
using Hansard.Server.Fetching;
using Hansard.Server.Observability;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs;

/// <summary>Runs one job: gets the recording, has it transcribed while its lease is renewed, and stores how it ended.</summary>
internal sealed partial class JobRunner(
    JobQueue queue,
    ITranscriber transcriber,
    IAudioFetcher fetcher,
    ObjectStore objects,
    HansardServerOptions options,
    ServerMetrics metrics,
    TimeProvider clock,
    ILogger<JobRunner> logger)
{
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(2);

    /// <param name="job">Just taken.</param>
    /// <param name="abort">The server must stop now: the job is handed back.</param>
    public async Task RunAsync(Job job, CancellationToken abort)
    {
        using var activity = metrics.Traces.StartActivity("transcribe", ActivityKind.Consumer);
        activity?.SetTag("hansard.job.id", job.Row.Id).SetTag("hansard.job.attempt", job.Attempt);
        LogStarted(job.Row.Id, job.ProjectName, job.Attempt);

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var progress = new JobProgress(clock);
        var reason = StopReason.None;
        var heartbeat = HeartbeatAsync(job, progress, why => reason = why, cancellation);
        Func<Task> end;
        try
        {
            var transcript = await TranscribeAsync(job, progress, cancellation.Token);
            end = () => CompleteAsync(job, transcript);
        }
        catch (InvalidAudioException exception)
        {
            end = () => FailAsync(job, JobFailure.InvalidAudio(exception.Message));
        }
        catch (AudioFetchException exception) when (exception.IsTransient)
        {
            end = () => RetryAsync(job, JobFailure.Fetch(exception.Message), exception);
        }
        catch (AudioFetchException exception)
        {
            end = () => FailAsync(job, JobFailure.Fetch(exception.Message));
        }
        catch (TranslationException exception) when (exception.InnerException is InvalidDataException or FileNotFoundException)
        {
            // Where this server keeps what is not the job's owner's business.
            LogTranslatorUnusable(exception, job.Row.Id);
            end = () => FailAsync(job, JobFailure.TranslatorUnusable());
        }
        catch (TranslationException exception)
        {
            end = () => FailAsync(job, JobFailure.Translation(exception.Message));
        }
        catch (FileNotFoundException) when (job.Row.Blob is { } blob && !File.Exists(objects.PathOf(blob)))
        {
            end = () => FailAsync(job, JobFailure.FileMissing());
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            end = () => StoppedAsync(job, reason);
        }
        catch (Exception exception)
        {
            end = () => RetryAsync(job, JobFailure.Internal(job.Attempt), exception);
        }

        try
        {
            await end();
        }
        finally
        {
            // Also when the end cannot be stored: then the lease runs out, and the job is done again.
            await cancellation.CancelAsync();
            await heartbeat;
        }
    }

    private async Task<Transcript> TranscribeAsync(Job job, JobProgress progress, CancellationToken cancellationToken)
    {
        var limits = options.LimitsOf(job.ProjectName);
        var downloaded = job.Row.AudioUrl is null ? null : objects.TemporaryPath();
        try
        {
            if (downloaded is not null) await DownloadAsync(new Uri(job.Row.AudioUrl!), downloaded, limits.FileBytes, progress, cancellationToken);
            var path = downloaded ?? objects.PathOf(job.Row.Blob!);
            if (!File.Exists(path)) throw new FileNotFoundException("The recording is not in the object store.", job.Row.Blob);

            // An engine that does not stop when it is told to must not keep the server from stopping.
            return await transcriber
                .TranscribeAsync(path, job.Row.Request(), TimeSpan.FromMinutes(limits.AudioMinutes), progress, cancellationToken)
                .WaitAsync(cancellationToken);
        }
        finally
        {
            if (downloaded is not null) File.Delete(downloaded);
        }
    }

    private async Task DownloadAsync(Uri url, string path, long maximum, JobProgress progress, CancellationToken cancellationToken)
    {
        await using (var file = ObjectStore.CreateTemporary(path, FileAccess.ReadWrite))
            await fetcher.FetchAsync(url, file, maximum, progress.Touch, cancellationToken);
    }

    // Keeps the lease, stores the progress, and stops a job that is lost or stuck.
    private async Task HeartbeatAsync(Job job, JobProgress progress, Action<StopReason> stop, CancellationTokenSource cancellation)
    {
        var third = options.Jobs.Lease / 3;
        var interval = third < LongestHeartbeat ? third : LongestHeartbeat;
        try
        {
            while (true)
            {
                await Task.Delay(interval, clock, cancellation.Token);
                if (progress.Silence > options.Jobs.StallTimeout) stop(StopReason.Stalled);
                else if (!await RenewAsync(job, progress, cancellation.Token)) stop(StopReason.LeaseLost);
                else continue;
                await cancellation.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended.
        }
    }

    private async Task<bool> RenewAsync(Job job, JobProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.RenewAsync(job, progress.TranscribedMs, progress.DurationMs, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next beat may get through; if none does, the lease runs out and the job is queued again.
            LogHeartbeatFailed(exception, job.Row.Id);
            return true;
        }
    }

    private async Task CompleteAsync(Job job, Transcript transcript)
    {
        if (!await queue.CompleteAsync(job, transcript))
        {
            LogLost(job.Row.Id);
            return;
        }

        var took = TimeSpan.FromMilliseconds(clock.Milliseconds() - job.StartedAt);
        metrics.Ended(JobStatus.Completed, took, transcript.Duration);
        LogCompleted(job.Row.Id, transcript.Duration.TotalSeconds, took.TotalSeconds);
        LogTranslations(job.Row.Id, transcript);
    }

    // What its owner sees in the tokens, its operator sees here.
    private void LogTranslations(string jobId, Transcript transcript)
    {
        if (transcript.UntranslatedLanguages.Count > 0) LogUntranslated(jobId, string.Join(", ", transcript.UntranslatedLanguages));
        var pairs = transcript.Tokens.Where(t => t.TranslationStatus is TranslationStatus.Translation).Select(t => new LanguagePair(t.SourceLanguage!, t.Language!)).ToHashSet();
        foreach (var lesser in transcriber.Abilities.Translations.Where(t => t.Quality is not TranslationQuality.Standard && pairs.Contains(t.Pair)))
            LogLesserTranslation(jobId, lesser.Pair.Source, lesser.Pair.Target, lesser.Quality.ToString().ToLowerInvariant(), lesser.Name);
    }

    private async Task FailAsync(Job job, JobFailure failure)
    {
        if (!await queue.FailAsync(job, failure)) return;
        metrics.Ended(JobStatus.Error, TimeSpan.FromMilliseconds(clock.Milliseconds() - job.StartedAt), TimeSpan.Zero);
        LogFailed(job.Row.Id, failure.ErrorType, failure.Message);
    }

    private async Task RetryAsync(Job job, JobFailure failure, Exception? exception)
    {
        LogAttemptFailed(exception, job.Row.Id, job.Attempt, options.Jobs.MaximumAttempts);
        if (await queue.RetryOrFailAsync(job, failure)) metrics.AttemptFailed();
        else metrics.Ended(JobStatus.Error, TimeSpan.FromMilliseconds(clock.Milliseconds() - job.StartedAt), TimeSpan.Zero);
    }

    private async Task StoppedAsync(Job job, StopReason reason)
    {
        switch (reason)
        {
            case StopReason.LeaseLost:
                LogLost(job.Row.Id);
                break;
            case StopReason.Stalled:
                await RetryAsync(job, JobFailure.Stalled(options.Jobs.StallTimeout), null);
                break;
            default:
                await queue.HandBackAsync(job);
                LogHandedBack(job.Row.Id);
                break;
        }
    }

    private enum StopReason
    {
        None,
        LeaseLost,
        Stalled,
    }

    [LoggerMessage(110, LogLevel.Information, "Job {JobId} of project {Project}: attempt {Attempt} started")]
    private partial void LogStarted(string jobId, string project, int attempt);

    [LoggerMessage(111, LogLevel.Information, "Job {JobId} completed: {AudioSeconds:0.0} s of audio in {Seconds:0.0} s")]
    private partial void LogCompleted(string jobId, double audioSeconds, double seconds);

    [LoggerMessage(112, LogLevel.Information, "Job {JobId} ended in an error: {ErrorType}: {Reason}")]
    private partial void LogFailed(string jobId, string errorType, string reason);

    [LoggerMessage(113, LogLevel.Error, "Job {JobId}: attempt {Attempt} of {Maximum} failed")]
    private partial void LogAttemptFailed(Exception? exception, string jobId, int attempt, int maximum);

    [LoggerMessage(114, LogLevel.Warning, "Job {JobId} is no longer this worker's: its lease ran out")]
    private partial void LogLost(string jobId);

    [LoggerMessage(115, LogLevel.Information, "Job {JobId} is handed back to the queue: the server stops")]
    private partial void LogHandedBack(string jobId);

    [LoggerMessage(116, LogLevel.Warning, "Job {JobId}: the lease could not be renewed this time")]
    private partial void LogHeartbeatFailed(Exception exception, string jobId);

    [LoggerMessage(117, LogLevel.Warning, "Job {JobId}: what is said in {Languages} is not translated, as no translator is installed for it")]
    private partial void LogUntranslated(string jobId, string languages);

    [LoggerMessage(118, LogLevel.Warning, "Job {JobId} was translated from {Source} to {Target} in {Quality} quality, by {Translator}: a model for that pair does better")]
    private partial void LogLesserTranslation(string jobId, string source, string target, string quality, string translator);

    [LoggerMessage(119, LogLevel.Error, "Job {JobId}: a translator cannot be loaded")]
    private partial void LogTranslatorUnusable(Exception exception, string jobId);
}
