using Orleans;
using Orleans.Concurrency;

namespace Hansard.Server.Cluster.Scheduling;

/// <summary>Decides who in the cluster does which job next: one of it is active, on any node.</summary>
/// <remarks>
/// All that it knows it has read from the database, and reads again where it is activated the next time. Whose a job is, the database
/// alone decides: two of these, which a partition may bring about, name the same job to two workers, and one of them gets it.
/// </remarks>
[Alias("hansard.IScheduler")]
internal interface IScheduler : IGrainWithStringKey
{
    /// <summary>Names the next job that fits a worker, and waits for one, but not long.</summary>
    /// <param name="ask">The worker.</param>
    /// <param name="cancellationToken">The worker does not want any more.</param>
    /// <returns>The job's id, which the worker has to claim; null when there was none for a while.</returns>
    [Alias("Next")]
    Task<string?> NextAsync(WorkerAsk ask, CancellationToken cancellationToken);

    /// <summary>Tells of a job. What is lost is found in the database, later.</summary>
    [Alias("Tell"), OneWay]
    Task TellAsync(JobNotice notice);
}
