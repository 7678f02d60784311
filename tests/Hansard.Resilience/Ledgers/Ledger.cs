using System.Collections.Concurrent;

namespace Hansard.Resilience.Ledgers;

/// <summary>All that a server has acknowledged to its clients: what it may not lose.</summary>
internal sealed class Ledger
{
    /// <summary>Stored recordings by id.</summary>
    public ConcurrentDictionary<string, KeptFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Jobs by id.</summary>
    public ConcurrentDictionary<string, KeptJob> Jobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Number of acknowledged things, corrections and deletions.</summary>
    public int Count
        => Files.Count + Jobs.Count + Jobs.Values.Sum(job => job.Revisions.Count)
            + Files.Values.Concat<Kept>(Jobs.Values).Count(one => one.Deleted is not null);
}
