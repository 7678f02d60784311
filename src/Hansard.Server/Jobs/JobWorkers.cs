using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Observability;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs;

/// <summary>Takes jobs from the queue and runs them, a set number at a time, until the server stops.</summary>
internal sealed partial class JobWorkers(
    IDispatcher dispatcher,
    JobQueue queue,
    JobRunner runner,
    PartWork parts,
    ITranscriber transcriber,
    HansardServerOptions options,
    ServerMetrics metrics,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<JobWorkers> logger) : BackgroundService
{
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
            Enumerable.Range(1, options.Workers).Select(i => RunAsync($"worker {i}", waitedForOnly: false))
                .Concat(Enumerable.Range(1, options.Jobs.WaitedWorkers).Select(i => RunAsync($"waited worker {i}", waitedForOnly: true)))
                .Append(watch.RunAsync(WatchLeasesAsync, Signal.PauseAfterFault, stopping.Token)));

        Task RunAsync(string name, bool waitedForOnly) => work.RunAsync(
            token => WorkAsync(name, waitedForOnly, token, abort.Token), Signal.PauseAfterFault, stopping.Token);
    }

    private async Task WorkAsync(string name, bool waitedForOnly, CancellationToken stopping, CancellationToken abort)
    {
        // The models anew each time: one may have been installed.
        var models = transcriber.Offered;
        var offer = new WorkerOffer(name, [.. models, .. parts.Lanes(models)], waitedForOnly);
        if (await dispatcher.NextAsync(offer, stopping) is not { } job) return;
        if (job.Part is not null)
        {
            await parts.RunAsync(job, abort);
            return;
        }

        if (job.Attempt == 1) metrics.Started(TimeSpan.FromMilliseconds(job.StartedAt - job.CreatedAt), job.Door);
        await runner.RunAsync(job, abort);
    }

    private async Task WatchLeasesAsync(CancellationToken stopping)
    {
        await Task.Delay(options.Jobs.Lease / 2, clock, stopping);
        var taken = await queue.TakeBackAsync(atStart: false, stopping);
        await parts.TakeBackAsync(stopping);
        if (taken.Queued + taken.Failed == 0) return;
        metrics.LeasesLost(taken.Queued + taken.Failed);
        LogExpired(taken.Queued, taken.Failed);
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
