using System.Collections.Concurrent;

namespace Hansard.Server.Jobs;

/// <summary>The leases whose work goes on in this process.</summary>
/// <remarks>
/// While another program has the database, no heartbeat gets through, and leases run out under workers that are well. The lock ends for
/// all of them at once, and whoever comes first must not take their jobs back.
/// </remarks>
internal sealed class LiveLeases
{
    /// <summary>
    /// True: nobody else takes jobs of this database, so that work whose lease cannot be renewed goes on. False: it stops in time before
    /// its lease ends.
    /// </summary>
    public bool AreAlone { get; init; } = true;

    private readonly ConcurrentDictionary<long, long> _leases = new();

    /// <summary>The fences of the leases of now.</summary>
    public IReadOnlyCollection<long> All => [.. _leases.Keys];

    /// <summary>Timestamp of the renewal of that lease which has not been renewed for longest; null without leases.</summary>
    public long? OldestRenewal => _leases.Values is { Count: > 0 } renewals ? renewals.Min() : null;

    /// <summary>Adds the lease of a job, work on which begins.</summary>
    /// <param name="job">Just taken.</param>
    /// <param name="timestamp">The clock's, of the moment from which the lease counts.</param>
    public void Add(Job job, long timestamp) => _leases[job.Fence] = timestamp;

    /// <summary>Notes that a lease was renewed.</summary>
    public void Renewed(Job job, long timestamp)
    {
        if (_leases.TryGetValue(job.Fence, out var before)) _leases.TryUpdate(job.Fence, timestamp, before);
    }

    /// <summary>Removes the lease of a job, work on which has ended, however it did.</summary>
    public void Remove(Job job) => _leases.TryRemove(job.Fence, out _);
}
