namespace Hansard.Server.Cluster;

/// <summary>The nodes of the cluster.</summary>
internal interface INodeDirectory
{
    /// <summary>Asks all nodes, this one included, how they are.</summary>
    /// <returns>
    /// Those that belong to the cluster, by their addresses; who does not answer within some seconds is there without a report.
    /// </returns>
    Task<IReadOnlyList<NodeState>> ListAsync(CancellationToken cancellationToken = default);
}
