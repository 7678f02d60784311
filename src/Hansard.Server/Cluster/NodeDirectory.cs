using Orleans.Runtime;
using Orleans.Runtime.Services;

namespace Hansard.Server.Cluster;

/// <summary>Asks the members of the cluster, whenever somebody wants to know: nothing is registered that could be out of date.</summary>
internal sealed class NodeDirectory(
    IServiceProvider services, IClusterMembershipService members, ILocalSiloDetails self, TimeProvider clock)
    : GrainServiceClient<INodeService>(services), INodeDirectory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<IReadOnlyList<NodeState>> ListAsync(CancellationToken cancellationToken = default)
        => await Task.WhenAll(
            members.CurrentSnapshot.Members.Values
                .Where(member => member.Status is not (SiloStatus.Dead or SiloStatus.None))
                .OrderBy(member => member.SiloAddress)
                .Select(member => AskAsync(member, cancellationToken)));

    private async Task<NodeState> AskAsync(ClusterMember member, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var report = await ReportAsync(member.SiloAddress, cancellationToken);
        var latency = clock.GetElapsedTime(began);
        return new NodeState(
            member.SiloAddress.Endpoint.ToString(),
            member.Status switch
            {
                SiloStatus.Active => NodeStatus.Active,
                SiloStatus.Created or SiloStatus.Joining => NodeStatus.Starting,
                _ => NodeStatus.Leaving,
            },
            member.SiloAddress.Equals(self.SiloAddress),
            report,
            latency,
            report is null ? TimeSpan.Zero : report.Now - (clock.GetUtcNow() - latency / 2));
    }

    private async Task<NodeReport?> ReportAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        try
        {
            return await GetGrainService(silo).ReportAsync().WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // It is dead or busy, and the others need not wait for that to be known.
            return null;
        }
    }
}
