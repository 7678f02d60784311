namespace Hansard.Server.Cluster;

/// <summary>Places of a node in the cluster.</summary>
internal enum NodeStatus
{
    /// <summary>About to join.</summary>
    Starting,

    /// <summary>Part of the cluster.</summary>
    Active,

    /// <summary>About to leave.</summary>
    Leaving,
}
