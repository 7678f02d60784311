using Hansard.Server.Configuration;
using Hansard.Server.Observability;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs;

/// <summary>Takes jobs from the queue and runs them, a set number at a time, until the server stops.</summary>
internal sealed partial class JobWorkers(
    JobQueue queue,
    JobRunner runner,
    JobSignal signal,
    HansardServerOptions options,
    ServerMetrics metrics,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<JobWorkers> logger) : BackgroundService
{
    // Only in case a wake-up is missed: whoever adds a job sets the signal.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // As soon as a stop is asked for, not when it is this service's turn: what runs has its time until the whole server must be down.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var abort = new CancellationTokenSource();
        using var registration = stopping.Token.Register(() => abort.CancelAfter(options.Jobs.StopGrace));
        var work = new ServiceLoop(Log, clock);
        var watch = new ServiceLoop(Log, clock);
        await Task.WhenAll(
            Enumerable.Range(0, options.Workers)
                .Select(_ => work.RunAsync(token => WorkAsync(token, abort.Token), Signal.PauseAfterFault, stopping.Token))
                .Append(watch.RunAsync(WatchLeasesAsync, Signal.PauseAfterFault, stopping.Token)));
    }

    private async Task WorkAsync(CancellationToken stopping, CancellationToken abort)
    {
        var next = signal.Next;
        if (await queue.TakeAsync(stopping) is { } job)
        {
            if (job.Attempt == 1) metrics.Started(TimeSpan.FromMilliseconds(job.StartedAt - job.CreatedAt));
            await runner.RunAsync(job, abort);
        }
        else
        {
            await Signal.WaitAsync(next, UntilNextReady(), clock, stopping);
        }
    }

    private async Task WatchLeasesAsync(CancellationToken stopping)
    {
        await Task.Delay(options.Jobs.Lease / 2, clock, stopping);
        var taken = await queue.TakeBackAsync(atStart: false, stopping);
        if (taken.Queued + taken.Failed > 0) LogExpired(taken.Queued, taken.Failed);
    }

    private TimeSpan UntilNextReady()
    {
        if (queue.UntilNextReady() is not { } wait) return LongestWait;
        return wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait < LongestWait ? wait : LongestWait;
    }

    private void Log(Exception exception)
    {
        if (exception is DatabaseUnavailableException) LogUnavailable(exception.Message);
        else LogFault(exception);
    }

    [LoggerMessage(100, LogLevel.Error, "A worker failed outside of a job; it goes on")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "A worker cannot take a job: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(101, LogLevel.Warning, "Leases ran out: {Queued} jobs are queued again, {Failed} have ended in an error")]
    private partial void LogExpired(int queued, int failed);
}
