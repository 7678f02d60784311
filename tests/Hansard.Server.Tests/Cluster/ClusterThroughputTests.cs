using System.Diagnostics;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Cluster;

/// <summary>As many recordings more as there are workers more, with an engine that sleeps as long as a recording takes.</summary>
[Collection(PostgresTests.Name)]
public sealed class ClusterThroughputTests(PostgresServer postgres, ITestOutputHelper output) : IDisposable
{
    private const int Workers = 8;
    private const int JobsEach = 20;

    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Eight_workers_do_nearly_eight_times_as_much_as_one()
    {
        var connection = await postgres.NewDatabaseAsync();
        using var api = Node(connection, "api");
        List<ServerProcess> workers = [];
        try
        {
            await api.StartAsync();
            workers.Add(await StartAsync(connection));
            var one = await MeasureAsync(api, JobsEach);
            while (workers.Count < Workers) workers.Add(await StartAsync(connection));
            var eight = await MeasureAsync(api, Workers * JobsEach);
            output.WriteLine($"one worker: {one:F2} jobs a second; {Workers}: {eight:F2}, {eight / one:F2} times as many");
            Assert.InRange(eight / one, 7.5, Workers * 1.1);
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ServerProcess> StartAsync(string connection)
    {
        var worker = Node(connection, "worker");
        await worker.StartAsync();
        return worker;
    }

    private ServerProcess Node(string connection, string role) => new(
        $"Role={role}", $"Database={postgres.Address(connection)}", $"Objects={_folder.PathOf("recordings")}", "DatabaseConnections=8",
        "Log:Level=None", "Jobs:WaitedWorkers=0");

    // Recordings of one second to three.
    private static async Task<double> MeasureAsync(ServerProcess api, int jobs)
    {
        using var client = api.NewClient();
        List<string> ids = [];
        var first = Stopwatch.GetTimestamp();
        for (var i = 0; i < jobs; i++)
        {
            var file = await client.UploadAsync(new StringContent($"slow {1000 + (2000 * (i % 5) / 4)} {i}"));
            ids.Add((await client.CreateAsync("file_id", file.String("id"), null)).String("id")!);
        }
        foreach (var id in ids) Assert.Equal("completed", await BroughtJobs.EndAsync(client, id, Cancellation));
        return jobs / Stopwatch.GetElapsedTime(first).TotalSeconds;
    }
}
