using Orleans.Configuration;

namespace Hansard.Server.Cluster;

/// <summary>Times by which nodes tell the living from the dead.</summary>
internal static class ClusterTimes
{
    /// <summary>Time without a sign of life in the database after which a node that starts may take another for dead.</summary>
    public static TimeSpan Stale { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time that a call between nodes may wait for its answer: a worker asks for work for 30 s.</summary>
    public static TimeSpan Response { get; } = TimeSpan.FromSeconds(45);

    /// <summary>Sets those of membership.</summary>
    /// <remarks>
    /// A node is dead after three probes without an answer, 2 s apart and at most 3 s long, for two nodes: 4 to 9 s after it went, and up
    /// to 12 s where its connections seem to be open still. Signs of life in the database, every 5 s, are for those who start when all
    /// others have gone without a word: they wait for <see cref="Stale"/>, see it within 10 s, and probe. With Orleans' own times new nodes
    /// try for 5 minutes, and give up (github.com/dotnet/orleans/issues/7194).
    /// </remarks>
    public static void Apply(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(3);
        options.MinProbeTimeout = TimeSpan.FromSeconds(2);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 2;
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedTableIAmAliveLimit = (int)(Stale / options.IAmAliveTablePublishTimeout);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);

        // Both judge by this node's clock, against the time at which the process began, and Orleans ends a process that it takes for dead:
        // a clock that is set ahead while a node starts would end it. The dead are remembered while a node runs instead, an address each,
        // and those that never joined are forgotten with the dead (CleanupDefunctSiloEntries), on the database's clock.
        options.EvictWhenMaxJoinAttemptTimeExceeded = false;
        options.SiloGenerationRetirementAge = null;
    }

    /// <summary>Sets those of calls.</summary>
    public static void Apply(SiloMessagingOptions options)
    {
        options.ResponseTimeout = Response;
        // A call that waits for work is none that hangs.
        options.RequestProcessingWarningTime = 2 * Response;
    }
}
