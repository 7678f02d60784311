using System.Globalization;
using Dapper;
using Npgsql;

namespace Hansard.Server.Tests.Cluster;

/// <summary>
/// While jobs come in: kill -9 of nodes of every role and of all at once, nodes that are cut off or stand still for longer than a lease,
/// restarts of PostgreSQL, a fail-over to its replica, an outage of S3, on nodes whose clocks differ.
/// </summary>
/// <remarks>HANSARD_JOBS, HANSARD_KILLS and HANSARD_SEED set how many, how often and when.</remarks>
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Every_accepted_job_ends_once_whatever_fails()
    {
        var (jobs, faults) = (Number("HANSARD_JOBS", 500), Number("HANSARD_KILLS", 40));
        var random = new Random(Number("HANSARD_SEED", 20261129));
        await using var cluster = await FaultyCluster.StartAsync();
        using var brought = new BroughtJobs();
        await using var progress = new ClusterProgress(cluster);
        var producing = Task.WhenAll(
            brought.BringAsync(cluster.Doors[0], 0, jobs / 2, Cancellation),
            brought.BringAsync(cluster.Doors[1], jobs / 2, jobs, Cancellation));
        for (var i = 0; i < faults; i++)
        {
            brought.Allow(jobs / faults);

            // Who stood still for long is taken for dead by the others, and ends when it hears of that.
            foreach (var node in cluster.Nodes) await node.KeepRunningAsync();
            await Task.Delay(random.Next(200, 3000), Cancellation);
            if (i == faults / 3) await FailOverAsync(cluster);
            else if (i == faults * 2 / 3) await BeWithoutObjectsAsync(cluster, progress);
            else await FailAsync(cluster, random);
        }

        brought.Allow(jobs - (jobs / faults * faults));
        foreach (var node in cluster.Nodes) await node.KeepRunningAsync();
        await producing;
        using var client = cluster.Doors[0].NewClient();
        foreach (var (id, content) in brought.Accepted)
        {
            var ended = await BroughtJobs.EndAsync(client, id, Cancellation);
            Assert.Equal(content.StartsWith("invalid", StringComparison.Ordinal) ? "error" : "completed", ended);
        }
        progress.Stop();
        await CheckOnceAsync(cluster.Connection);
        var late = cluster.Nodes.Sum(node => node.Log.Split("is no longer this worker's").Length - 1);
        output.WriteLine(
            $"{brought.Accepted.Count} jobs; {string.Join(", ", _counts.Select(count => $"{count.Value} x {count.Key}"))}; "
            + $"{late} late workers refused; longest time without work {progress.LongestGap.TotalSeconds:F1} s");
        Assert.True(late > 0, "No worker was late: nothing was shown.");
        Assert.InRange(progress.LongestGap, TimeSpan.Zero, LongestGap);
    }

    private static int Number(string name, int usual)
        => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;

    private async Task FailAsync(FaultyCluster cluster, Random random)
    {
        var number = random.Next(cluster.Nodes.Count);
        var node = cluster.Nodes[number];
        var pause = TimeSpan.FromMilliseconds(random.Next(1000, 15_000));
        switch (random.Next(12))
        {
            case 0:
                Count("all nodes killed");
                foreach (var one in cluster.Nodes) await one.KillAsync();
                await Task.WhenAll(cluster.Nodes.Select(one => one.StartAsync()));
                break;
            case 1:
                Count("database restarted");
                await cluster.RestartDatabaseAsync(pause / 5);
                break;
            case 2 or 3 or 4 when cluster.HasNetwork:
                Count("node cut off");
                cluster.Cut(number);
                await Task.Delay(pause, Cancellation);
                cluster.Heal(number);
                break;
            case 5 or 6:
                Count("node paused");
                node.Pause();
                await Task.Delay(pause, Cancellation);
                node.Resume();
                break;
            default:
                Count(number < 2 ? "API node killed" : "worker killed");
                await node.KillAsync();
                await node.StartAsync();
                break;
        }
    }

    private Task FailOverAsync(FaultyCluster cluster)
    {
        Count("fail-over to the replica");
        return cluster.FailOverAsync();
    }

    private async Task BeWithoutObjectsAsync(FaultyCluster cluster, ClusterProgress progress)
    {
        Count("outage of S3");
        cluster.StopObjects();
        await Task.Delay(Outage, Cancellation);
        cluster.StartObjects();
        progress.Mended();
    }

    private void Count(string fault) => _counts[fault] = _counts.GetValueOrDefault(fault) + 1;

    // A transcript and a row of usage for each that completed, and none for any other.
    private static async Task CheckOnceAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var database = await source.OpenConnectionAsync(Cancellation);
        const string Doubled =
            """
            SELECT t.id FROM transcriptions t WHERE (t.status = 'completed')::int
                <> (SELECT count(*) FROM usage_logs u WHERE u.uuid = t.id)
                OR (t.status = 'completed')::int <> (SELECT count(*) FROM transcripts s WHERE s.transcription_id = t.id)
                OR t.status NOT IN ('completed', 'error')
            """;
        Assert.Empty(await database.QueryAsync<string>(Doubled));
        Assert.Equal(0, await database.ExecuteScalarAsync<long>("SELECT count(*) FROM leases"));
    }
}
