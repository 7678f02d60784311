using Hansard.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs;

/// <summary>Renews the leases of jobs while they are worked on, and stops the work on those that are lost or stuck.</summary>
internal sealed partial class Heartbeat(
    JobQueue queue,
    LiveLeases live,
    WithdrawalSignal withdrawal,
    HansardServerOptions options,
    TimeProvider clock,
    ILogger<Heartbeat> logger)
{
    // Progress is seen at least this often, however long leases are.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(2);

    /// <summary>Part of a lease after which work under it stops: the rest is for stopping, and for a slow answer of the database.</summary>
    private const double SafePart = 0.8;

    // As often as people who read along notice.
    private static readonly TimeSpan WaitedInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Begins to renew a lease.</summary>
    /// <param name="job">Just taken.</param>
    /// <param name="progress">The progress to store, which shows that the work goes on.</param>
    /// <param name="abort">The server must stop now.</param>
    /// <returns>To be disposed of when the job's end has been stored.</returns>
    public HeldLease Hold(Job job, JobProgress progress, CancellationToken abort)
    {
        // A part's fence is of another row of numbers.
        if (job.Part is null) live.Add(job, clock.GetTimestamp());
        var lease = new HeldLease(
            () =>
            {
                if (job.Part is null) live.Remove(job);
            },
            abort);
        lease.Renewal = RenewAsync(job, progress, lease);
        return lease;
    }

    private async Task RenewAsync(Job job, JobProgress progress, HeldLease lease)
    {
        var third = options.Jobs.Lease / 3;
        var longest = job.IsWaitedFor ? WaitedInterval : live.AreAlone ? LongestInterval : third;
        var interval = third < longest ? third : longest;
        var next = withdrawal.Next;
        var renewed = clock.GetTimestamp();
        try
        {
            while (true)
            {
                var wait = Left(renewed) is { } rest && rest < interval ? AtLeastSome(rest) : interval;
                await Signal.WaitAsync(next, wait, clock, lease.Token);

                // Before the row is read: a withdrawal that the read comes too early for ends the next wait at once.
                next = withdrawal.Next;
                if (progress.Silence > options.Jobs.StallTimeout) await lease.StopAsync(StopReason.Stalled);
                else
                {
                    var began = clock.GetTimestamp();
                    var outcome = await TryRenewAsync(job, progress, Left(renewed), lease.Token);
                    if (outcome is RenewalOutcome.Renewed) renewed = began;
                    if (outcome is RenewalOutcome.Renewed && job.Part is null) live.Renewed(job, began);
                    if (outcome is RenewalOutcome.Lost || Left(renewed) <= TimeSpan.Zero) await lease.StopAsync(StopReason.LeaseLost);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended, or its work was stopped.
        }
    }

    // Until the work must stop, which is before anybody else may take the job. Where this server alone has the database, nobody does.
    private TimeSpan? Left(long renewed)
        => live.AreAlone ? null : options.Jobs.Lease * SafePart - clock.GetElapsedTime(renewed);

    private static TimeSpan AtLeastSome(TimeSpan time) => time < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : time;

    private async Task<RenewalOutcome> TryRenewAsync(Job job, JobProgress progress, TimeSpan? left, CancellationToken cancellationToken)
    {
        var longest = left is { } time ? AtLeastSome(time) : Timeout.InfiniteTimeSpan;
        try
        {
            var state = progress.State();
            if (!await queue.RenewAsync(job, state, cancellationToken).WaitAsync(longest, clock, cancellationToken))
                return RenewalOutcome.Lost;
            progress.Stored(state);
            return RenewalOutcome.Renewed;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next beat may get through; if none does, the work stops, or where nobody else can take it, goes on.
            LogHeartbeatFailed(exception, job.Id);
            return RenewalOutcome.Failed;
        }
    }

    private enum RenewalOutcome
    {
        Renewed,
        Lost,
        Failed,
    }

    [LoggerMessage(116, LogLevel.Warning, "Job {JobId}: the lease could not be renewed this time")]
    private partial void LogHeartbeatFailed(Exception exception, string jobId);
}
