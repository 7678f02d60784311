using System.Collections.Concurrent;

namespace Hansard.Server.Jobs;

/// <summary>The leases whose work goes on in this process.</summary>
/// <remarks>
/// While another program has the database, no heartbeat gets through, and leases run out under workers that are well. The lock ends for
/// all of them at once, and whoever comes first must not take their jobs back.
/// </remarks>
internal sealed class LiveLeases
{
    private readonly ConcurrentDictionary<string, bool> _leases = new(StringComparer.Ordinal);

    /// <summary>The leases of now.</summary>
    public IReadOnlyCollection<string> All => [.. _leases.Keys];

    /// <summary>Adds the lease of a job, work on which begins.</summary>
    public void Add(Job job) => _leases[job.Lease] = true;

    /// <summary>Removes the lease of a job, work on which has ended, however it did.</summary>
    public void Remove(Job job) => _leases.TryRemove(job.Lease, out _);
}
