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

    /// <summary>Begins to renew a lease.</summary>
    /// <param name="job">Just taken.</param>
    /// <param name="progress">The progress to store, which shows that the work goes on.</param>
    /// <param name="abort">The server must stop now.</param>
    /// <returns>To be disposed of when the job's end has been stored.</returns>
    public HeldLease Hold(Job job, JobProgress progress, CancellationToken abort)
    {
        live.Add(job);
        var lease = new HeldLease(() => live.Remove(job), abort);
        lease.Renewal = RenewAsync(job, progress, lease);
        return lease;
    }

    private async Task RenewAsync(Job job, JobProgress progress, HeldLease lease)
    {
        var third = options.Jobs.Lease / 3;
        var interval = third < LongestInterval ? third : LongestInterval;
        var next = withdrawal.Next;
        try
        {
            while (true)
            {
                await Signal.WaitAsync(next, interval, clock, lease.Token);

                // Before the row is read: a withdrawal that the read comes too early for ends the next wait at once.
                next = withdrawal.Next;
                if (progress.Silence > options.Jobs.StallTimeout) await lease.StopAsync(StopReason.Stalled);
                else if (!await TryRenewAsync(job, progress, lease.Token)) await lease.StopAsync(StopReason.LeaseLost);
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended, or its work was stopped.
        }
    }

    private async Task<bool> TryRenewAsync(Job job, JobProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var state = progress.State();
            if (!await queue.RenewAsync(job, state, cancellationToken)) return false;
            progress.Stored(state);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next beat may get through; if none does, the lease runs out and the job is queued again.
            LogHeartbeatFailed(exception, job.Id);
            return true;
        }
    }

    [LoggerMessage(116, LogLevel.Warning, "Job {JobId}: the lease could not be renewed this time")]
    private partial void LogHeartbeatFailed(Exception exception, string jobId);
}
