using System.Diagnostics;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Nodes in processes of their own, with a PostgreSQL of their own.</summary>
public sealed class ClusterFailureTests(PostgresServer postgres, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    // 15 s are promised, and measured on a quiet machine; the machine of a test may be anything.
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Serving = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_killed_node_is_noticed_and_one_that_leaves_at_once()
    {
        var database = await ClusterDatabase.NewAsync(postgres);
        var nodes = await StartAsync(database, 3);
        try
        {
            nodes[0].Kill();
            var noticed = await nodes[1].WaitUntilSeesAsync(nodes[1], nodes[2]);
            output.WriteLine($"noticed after {noticed}");
            Assert.InRange(noticed, TimeSpan.Zero, Noticed);
            await nodes[2].WaitUntilSeesAsync(nodes[1], nodes[2]);

            await nodes[1].StopAsync();
            var gone = await nodes[2].WaitUntilSeesAsync(nodes[2]);
            output.WriteLine($"left within {gone}");
            Assert.InRange(gone, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }

    [Fact(Explicit = true)]
    public async Task After_a_power_cut_of_all_nodes_those_that_start_serve_within_a_minute()
    {
        var database = await ClusterDatabase.NewAsync(postgres);
        var former = await StartAsync(database, 3);
        foreach (var node in former) node.Kill();
        var watch = Stopwatch.StartNew();
        var nodes = await StartAsync(database, 3);
        output.WriteLine($"serving after {watch.Elapsed}");
        foreach (var node in nodes.Concat(former)) node.Dispose();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Serving);
    }

    [Fact(Explicit = true)]
    public async Task Nodes_go_on_while_the_database_is_away_and_notice_a_dead_one_when_it_is_back()
    {
        var database = await ClusterDatabase.NewAsync(postgres);
        var nodes = await StartAsync(database, 3);
        try
        {
            await postgres.StopAsync();
            await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            nodes[0].Kill();
            await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            await postgres.StartAsync();
            var noticed = await nodes[1].WaitUntilSeesAsync(nodes[1], nodes[2]);
            output.WriteLine($"noticed {noticed} after the database was back");
            Assert.InRange(noticed, TimeSpan.Zero, Noticed);
            using var another = await NodeProcess.StartAsync(database);
            await nodes[2].WaitUntilSeesAsync(nodes[1], nodes[2], another);
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }

    private static async Task<NodeProcess[]> StartAsync(string database, int count)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => NodeProcess.StartAsync(database)));
        foreach (var node in nodes) await node.WaitUntilSeesAsync(nodes);
        return nodes;
    }
}
