using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Hansard.Server.Cluster;

/// <summary>Answers other nodes for this one.</summary>
[Reentrant]
internal sealed class NodeService(GrainId id, Silo silo, ILoggerFactory loggers, INode node)
    : GrainService(id, silo, loggers), INodeService
{
    /// <inheritdoc />
    public Task<NodeReport> ReportAsync() => Task.FromResult(node.Report());
}
