using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Observability;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs.Parts;

/// <summary>Does one part of somebody's recording while its lease is renewed, and stores the result.</summary>
internal sealed partial class PartRunner(
    IPartStore store,
    PartObjects objects,
    Heartbeat heartbeat,
    ITranscriber transcriber,
    IDispatcher dispatcher,
    HansardServerOptions options,
    ServerMetrics metrics,
    TimeProvider clock,
    ILogger<PartRunner> logger)
{
    // For a place of objects that is away: the lease is kept meanwhile, so that nobody tries it all the time.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RemovalTimeout = TimeSpan.FromSeconds(30);

    /// <param name="part">Just taken.</param>
    /// <param name="abort">The server must stop now, or the recording is not transcribed here any more: the part is handed back.</param>
    public async Task RunAsync(Job part, CancellationToken abort)
    {
        var id = new PartId(part.Id, part.Part!.Number);
        LogStarted(part.Id, id.Number, part.Part.Attempt);
        var progress = new JobProgress(clock);
        await using var lease = heartbeat.Hold(part, progress, abort);
        var end = await WorkAsync(part, id, progress, lease);
        progress.Done();
        await end();
    }

    private async Task<Func<Task>> WorkAsync(Job part, PartId id, JobProgress progress, HeldLease lease)
    {
        try
        {
            var sound = await objects.ReadSoundAsync(part.Part!.Sound, lease.Token);
            progress.Alive();
            var result = await ((IPartTranscriber)transcriber)
                .ComputeAsync(sound, new Life(progress), lease.Token).WaitAsync(lease.Token);
            var key = await objects.WriteAsync(part, result, lease.Token);
            return () => CompleteAsync(part, id, key);
        }
        catch (OperationCanceledException) when (lease.Token.IsCancellationRequested)
        {
            return lease.Reason switch
            {
                StopReason.LeaseLost => LostAsync,
                StopReason.Stalled => () => HandBackAsync(part, id, countsAsAttempt: true),
                _ => () => HandBackAsync(part, id, countsAsAttempt: false),
            };
        }
        catch (ObjectsUnavailableException exception)
        {
            LogUnreadable(part.Id, id.Number, exception.Message);
            await PauseAsync(exception.RetryAfter, lease.Token);
            return () => HandBackAsync(part, id, countsAsAttempt: false);
        }
        catch (Exception exception)
        {
            LogFailed(exception, part.Id, id.Number, part.Part!.Attempt, options.Jobs.MaximumAttempts);
            return () => HandBackAsync(part, id, countsAsAttempt: true);
        }

        Task LostAsync()
        {
            LogLost(part.Id, id.Number);
            dispatcher.Ended(id.ToString());
            metrics.PartEnded("lost");
            return Task.CompletedTask;
        }
    }

    private async Task CompleteAsync(Job part, PartId id, string key)
    {
        var length = TimeSpan.FromMilliseconds(part.Part!.AudioMs);
        if (await store.CompleteAsync(part, key))
        {
            dispatcher.Completed(id.ToString(), length);
            metrics.PartEnded("completed");
            LogCompleted(part.Id, id.Number, length.TotalSeconds, (clock.Milliseconds() - part.StartedAt) / 1000.0);
            return;
        }

        LogLost(part.Id, id.Number);
        dispatcher.Ended(id.ToString());
        metrics.PartEnded("lost");
        await RemoveAsync(key);
    }

    private async Task HandBackAsync(Job part, PartId id, bool countsAsAttempt)
    {
        await store.HandBackAsync(part, countsAsAttempt);
        dispatcher.Returned(id.ToString(), TimeSpan.Zero);
        metrics.PartEnded(countsAsAttempt ? "failed" : "returned");
        LogHandedBack(part.Id, id.Number);
    }

    // What cannot be removed now, the sweep finds.
    private async Task RemoveAsync(string key)
    {
        using var timeout = new CancellationTokenSource(RemovalTimeout);
        try
        {
            await objects.RemoveAsync(key, timeout.Token);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            LogLeft(key, exception.Message);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It is handed back at once.
        }
    }

    [LoggerMessage(430, LogLevel.Information, "Job {JobId}, part {Number}: attempt {Attempt} started")]
    private partial void LogStarted(string jobId, long number, long attempt);

    [LoggerMessage(431, LogLevel.Information, "Job {JobId}, part {Number} done: {AudioSeconds:0.0} s of audio in {Seconds:0.0} s")]
    private partial void LogCompleted(string jobId, long number, double audioSeconds, double seconds);

    [LoggerMessage(
        432, LogLevel.Information, "Job {JobId}, part {Number} is no longer this worker's: its job has ended, or its lease ran out")]
    private partial void LogLost(string jobId, long number);

    [LoggerMessage(433, LogLevel.Information, "Job {JobId}, part {Number} is handed back")]
    private partial void LogHandedBack(string jobId, long number);

    [LoggerMessage(434, LogLevel.Error, "Job {JobId}, part {Number}: attempt {Attempt} of {Maximum} failed")]
    private partial void LogFailed(Exception exception, string jobId, long number, long attempt, int maximum);

    [LoggerMessage(435, LogLevel.Warning, "Job {JobId}, part {Number}: its sound or result cannot be read or stored now: {Reason}")]
    private partial void LogUnreadable(string jobId, long number, string reason);

    [LoggerMessage(436, LogLevel.Warning, "The object {Key}, which nobody needs, could not be removed now; it goes later: {Reason}")]
    private partial void LogLeft(string key, string reason);

    /// <summary>Each window, stretch or piece is a sign of life.</summary>
    private sealed class Life(JobProgress progress) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => progress.Alive();
    }
}
