using Hansard.Server.Configuration;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Fetching;

/// <summary>
/// Downloads the recording of one job into the object store, and makes the job ready, or ends it with the reason why not.
/// </summary>
internal sealed partial class FetchRunner(
    FetchQueue queue,
    JobQueue jobs,
    Heartbeat heartbeat,
    IAudioFetcher fetcher,
    IObjectStore objects,
    UploadReservations reservations,
    HansardServerOptions options,
    ServerMetrics metrics,
    TimeProvider clock,
    ILogger<FetchRunner> logger)
{
    // A disk that cannot be written to stays so until its operator does something.
    private static readonly TimeSpan PauseWithoutDisk = TimeSpan.FromSeconds(30);

    /// <param name="job">Just taken.</param>
    /// <param name="stopping">The server stops: the job is handed back, and downloaded after the next start.</param>
    public async Task RunAsync(Job job, CancellationToken stopping)
    {
        var progress = new JobProgress(clock);

        // A download has limits of its own for what is too slow.
        progress.Done();
        await using var lease = heartbeat.Hold(job, progress, stopping);
        try
        {
            var limits = options.LimitsOf(job.ProjectName);
            using var reservation = reservations.OpenDownload(job.ProjectId, limits);
            var recording = await DownloadAsync(job, limits.FileBytes, reservation, lease.Token);
            reservation.Store();
            if (await queue.CompleteAsync(job, recording)) LogFetched(job.Id, recording.Size);
        }
        catch (LimitReachedException limit) when (limit.IsOfServer)
        {
            LogNoRoom(job.Id, limit.Message, PauseWithoutDisk.TotalSeconds);
            await jobs.HandBackAsync(job, pause: PauseWithoutDisk);
        }
        catch (LimitReachedException limit)
        {
            LogFailed(job.Id, limit.Message);
            if (await jobs.FailAsync(job, JobFailure.Limit(limit.Message))) metrics.Ended(JobStatus.Error);
        }
        catch (AudioFetchException exception) when (exception.IsTransient)
        {
            LogAttemptFailed(job.Id, job.Attempt, options.Jobs.MaximumAttempts, exception.Message);
            if (!await jobs.RetryOrFailAsync(job, JobFailure.Fetch(exception.Message))) metrics.Ended(JobStatus.Error);
        }
        catch (AudioFetchException exception)
        {
            LogFailed(job.Id, exception.Message);
            if (await jobs.FailAsync(job, JobFailure.Fetch(exception.Message))) metrics.Ended(JobStatus.Error);
        }
        catch (OperationCanceledException) when (lease.Token.IsCancellationRequested)
        {
            if (lease.Reason == StopReason.LeaseLost) LogWithdrawn(job.Id);
            else await jobs.HandBackAsync(job);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Most likely a full disk, which is not the job's fault: it waits for better times.
            LogDiskFailed(exception, job.Id, PauseWithoutDisk.TotalSeconds);
            await jobs.HandBackAsync(job, pause: PauseWithoutDisk);
        }
        catch (Exception exception)
        {
            LogFault(exception, job.Id);
            if (!await jobs.RetryOrFailAsync(job, JobFailure.Internal(job.Attempt))) metrics.Ended(JobStatus.Error);
        }
    }

    private async Task<StoredObject> DownloadAsync(
        Job job, long maximumBytes, UploadReservation reservation, CancellationToken cancellationToken)
    {
        var source = new AudioSource(new Uri(job.AudioUrl!), job.ProjectId, maximumBytes, reservation.Add);
        await using var audio = await fetcher.OpenAsync(source, cancellationToken);
        return await objects.PutAsync(audio, source.MaximumBytes, cancellationToken)
            ?? throw FetchFaults.TooLarge(source.Url, source.MaximumBytes);
    }

    [LoggerMessage(140, LogLevel.Information, "Job {JobId}: its recording has been downloaded, {Bytes} bytes")]
    private partial void LogFetched(string jobId, long bytes);

    [LoggerMessage(141, LogLevel.Information, "Job {JobId}: attempt {Attempt} of {Maximum} to download its recording failed: {Reason}")]
    private partial void LogAttemptFailed(string jobId, int attempt, int maximum, string reason);

    [LoggerMessage(142, LogLevel.Information, "Job {JobId} ended in an error, because its recording cannot be downloaded: {Reason}")]
    private partial void LogFailed(string jobId, string reason);

    [LoggerMessage(143, LogLevel.Information, "Job {JobId}: its download was stopped: it was cancelled or deleted, or its lease ran out")]
    private partial void LogWithdrawn(string jobId);

    [LoggerMessage(144, LogLevel.Error, "Job {JobId}: its recording could not be stored; the download is tried again in {Seconds} s")]
    private partial void LogDiskFailed(Exception exception, string jobId, double seconds);

    [LoggerMessage(146, LogLevel.Warning, "Job {JobId}: its recording is not downloaded now, and tried again in {Seconds} s: {Reason}")]
    private partial void LogNoRoom(string jobId, string reason, double seconds);

    [LoggerMessage(145, LogLevel.Error, "Job {JobId}: the download of its recording failed")]
    private partial void LogFault(Exception exception, string jobId);
}
