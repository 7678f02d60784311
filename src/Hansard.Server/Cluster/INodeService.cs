using Orleans;
using Orleans.Services;

namespace Hansard.Server.Cluster;

/// <summary>A node, as others call it.</summary>
/// <remarks>Names of calls are fixed, so that nodes of two versions understand each other.</remarks>
[Alias("hansard.INodeService")]
internal interface INodeService : IGrainService
{
    /// <summary>The node's state.</summary>
    [Alias("Report")]
    Task<NodeReport> ReportAsync();
}
