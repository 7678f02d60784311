using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Jobs.Parts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Hansard.Server.Cluster.Scheduling;

/// <summary>Gives this node's workers the jobs that the cluster's scheduler names.</summary>
/// <param name="grains">Finds the scheduler, wherever it is.</param>
/// <param name="store">In which jobs are claimed.</param>
/// <param name="parts">In which parts of recordings are claimed.</param>
/// <param name="own">The board of this node, which says where a job stands.</param>
/// <param name="options">Of the server.</param>
/// <param name="lifetime">Says whether this node is in the cluster.</param>
/// <param name="clock">Measures pauses.</param>
/// <param name="logger">Gets the reason for which there is no work.</param>
internal sealed partial class ClusterDispatcher(
    IGrainFactory grains, IJobStore store, IPartStore parts, LocalDispatcher own, HansardServerOptions options,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ClusterDispatcher> logger) : IDispatcher
{
    // One decides a hundred thousand times a second: room for shards, should that ever be too little.
    private const string Key = "all";

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private IScheduler Scheduler => grains.GetGrain<IScheduler>(Key);

    /// <inheritdoc />
    public async Task<Job?> NextAsync(WorkerOffer offer, CancellationToken cancellationToken)
    {
        var ask = new WorkerAsk { Name = offer.Name, Models = offer.Models, WaitedForOnly = offer.WaitedForOnly };
        try
        {
            while (await Scheduler.NextAsync(ask, cancellationToken) is { } id)
                if (await ClaimAsync(id, cancellationToken) is { } job) return job;
            return null;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // Its node is gone, or this one is not in the cluster yet: it is activated elsewhere.
            LogNoScheduler(exception.Message);
            await Task.Delay(PauseAfterFault, clock, cancellationToken);
            return null;
        }
    }

    /// <inheritdoc />
    public QueueStanding? StandingOf(string id) => own.StandingOf(id);

    /// <inheritdoc />
    public BoardState State() => own.State();

    /// <inheritdoc />
    public void Ready(string id)
    {
        own.Ready(id);
        Tell(JobNews.Ready, id);
    }

    /// <inheritdoc />
    public void Parted(string id) => Tell(JobNews.Parted, id);

    /// <inheritdoc />
    public void Returned(string id, TimeSpan pause) => Tell(JobNews.Returned, id, pause);

    /// <inheritdoc />
    public void Completed(string id, TimeSpan length) => Tell(JobNews.Completed, id, length);

    /// <inheritdoc />
    public void Ended(string id) => Tell(JobNews.Ended, id);

    /// <inheritdoc />
    public void TakenBack() => Tell(JobNews.TakenBack, "");

    private async Task<Job?> ClaimAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var job = PartId.TryParse(id, out var part)
                ? await parts.ClaimAsync(part.Value, BuildVersion.Current, options.Jobs.Lease, cancellationToken)
                : await store.ClaimAsync(id, options.Jobs.Lease, cancellationToken);
            Tell(job is null ? JobNews.Refused : JobNews.Taken, id);
            return job;
        }
        catch
        {
            // Whether it is taken shows when it is claimed the next time: if it is, its lease runs out.
            Tell(JobNews.Returned, id);
            throw;
        }
    }

    private void Tell(JobNews news, string id, TimeSpan span = default)
    {
        // Before, there is nobody to tell, and Orleans does not say so: the scheduler finds it in the database.
        if (!lifetime.ApplicationStarted.IsCancellationRequested) return;
        try
        {
            _ = Scheduler.TellAsync(new JobNotice(news, id, (long)span.TotalMilliseconds));
        }
        catch (Exception exception) when (exception is OrleansException or ObjectDisposedException)
        {
            // While the node stops.
            LogUntold(exception.Message);
        }
    }

    [LoggerMessage(380, LogLevel.Warning, "No scheduler answers, and no work is begun meanwhile: {Reason}")]
    private partial void LogNoScheduler(string reason);

    [LoggerMessage(381, LogLevel.Debug, "The scheduler was not told of a job: {Reason}")]
    private partial void LogUntold(string reason);
}
