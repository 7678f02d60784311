namespace Hansard.Server.Cluster;

/// <summary>The one node of a server that shares its database with none.</summary>
internal sealed class OwnNode(INode node) : INodeDirectory
{
    /// <inheritdoc />
    public Task<IReadOnlyList<NodeState>> ListAsync(CancellationToken cancellationToken = default)
        => Task.FromResult<IReadOnlyList<NodeState>>(
            [new NodeState("", NodeStatus.Active, IsThis: true, node.Report(), TimeSpan.Zero, TimeSpan.Zero)]);
}
