using System.Net;
using Hansard.Server.Cluster;
using Hansard.Server.Configuration;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Cluster;

[Collection(PostgresTests.Name)]
public sealed class NodeDirectoryTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Nodes_of_one_database_find_each_other_and_say_what_they_are()
    {
        var database = await ClusterDatabase.NewAsync(postgres);
        await using var worker = await TestNode.StartAsync(TestNode.OptionsOf(database, "Role=worker", "Threads=3"));
        await using var api = await TestNode.StartAsync(TestNode.OptionsOf(database, "Role=api"));
        await using var stranger = await TestNode.StartAsync(TestNode.OptionsOf(database, "Cluster:Name=another"));

        var nodes = await SeenAsync(api, 2);
        var seen = nodes.Single(node => !node.IsThis);
        Assert.Equal((worker.EndPoint.ToString(), NodeStatus.Active), (seen.Address, seen.Status));
        Assert.Equal((ServerRole.Worker, 3, Dns.GetHostName()), (seen.Report!.Role, seen.Report.Threads, seen.Report.Host));
        Assert.Equal(["whisper-base"], seen.Report.Models);
        Assert.True(seen.Report.MemoryBytes > 1 << 20, $"{seen.Report.MemoryBytes} bytes of memory");
        Assert.Equal(NodeReport.OfThisProcess(new HansardServerOptions(), []).Version, seen.Report.Version);
        Assert.InRange(seen.ClockSkew.Duration(), TimeSpan.Zero, seen.Latency + TimeSpan.FromSeconds(1));
        Assert.Equal(ServerRole.Api, nodes.Single(node => node.IsThis).Report!.Role);
        Assert.Single(await stranger.Directory.ListAsync(TestContext.Current.CancellationToken));

        // Who leaves is gone at once: nobody waits for it to be found dead.
        await worker.StopAsync();
        Assert.True(Assert.Single(await SeenAsync(api, 1)).IsThis);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_with_what_to_do()
    {
        var database = await ClusterDatabase.NewAsync(postgres);
        await using var node = await TestNode.StartAsync(TestNode.OptionsOf(database));
        var refused = await Assert.ThrowsAsync<IOException>(
            () => TestNode.StartAsync(TestNode.OptionsOf(database, $"Cluster:Port={node.EndPoint.Port}")));
        Assert.Contains("--cluster-port", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<NodeState>> SeenAsync(TestNode by, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            var nodes = await by.Directory.ListAsync(limit.Token);
            if (nodes.Count == count && nodes.All(node => node.Report is not null)) return nodes;
            await Task.Delay(50, limit.Token);
        }
    }
}
