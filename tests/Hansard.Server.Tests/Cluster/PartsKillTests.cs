using System.Diagnostics;
using System.Text.RegularExpressions;
using Dapper;
using Hansard.Server.Tests.Jobs.Parts;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Workers in processes of their own that transcribe a recording together, and are killed meanwhile.</summary>
[Collection(PostgresTests.Name)]
[Requires("ffmpeg")]
public sealed partial class PartsKillTests(PostgresServer postgres, ITestOutputHelper output) : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly List<ServerProcess> _nodes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Whoever_is_killed_the_transcript_is_the_same_and_no_part_that_was_done_is_done_again()
    {
        var connection = await postgres.NewDatabaseAsync();
        using var api = Node(connection, "api", pace: 0);
        using var coordinator = Node(connection, "worker", pace: 0.1);
        using var other = Node(connection, "worker", pace: 0.1);
        await Task.WhenAll(api.StartAsync(), coordinator.StartAsync());
        using var client = api.NewClient();
        var recording = LongRecording.Of(minutes: 5);
        var job = await client.CreateAsync(
            "file_id", (await client.UploadAsync(new ByteArrayContent(recording), "long.wav")).String("id"), null);

        // The one has the job, the other a part of it.
        await DoneAsync(connection, atLeast: 1);
        await other.StartAsync();
        await WaitAsync(() => other.Log.Contains("attempt 1 started", StringComparison.Ordinal));
        await other.KillAsync();
        await other.StartAsync();

        // Another one takes the job, and finds what is done.
        await DoneAsync(connection, atLeast: 5);
        await coordinator.KillAsync();
        Assert.Equal("completed", (await client.WaitAsync(job, "completed", "error")).String("status"));
        await using var alone = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 0);
        await LongRecording.CheckAsync(client, job, recording, alone);
        var done = Done().Matches(coordinator.Log + other.Log).Select(match => match.Groups["number"].Value).ToList();
        output.WriteLine($"{done.Count} parts, of which {Done().Count(coordinator.Log)} by the first");
        Assert.Equal(done.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));
        Assert.True(Done().Count(coordinator.Log) > 0 && Done().Count(other.Log) > 0);
    }

    [Fact(Explicit = true)]
    public async Task A_recording_of_five_hours_is_ready_on_eight_workers_in_a_sixth_of_the_time_of_one()
    {
        // A fifteenth of the recording and of its parts.
        var recording = LongRecording.Of(minutes: 20);
        var eight = await TimeAsync(recording, workers: 8);
        output.WriteLine($"eight workers {eight}");
        var one = await TimeAsync(recording, workers: 1);
        output.WriteLine($"one worker {one}, eight {eight}: {one / eight:0.0} times as fast");
        Assert.InRange(one / eight, 6, 9);
    }

    public void Dispose()
    {
        if (TestContext.Current.TestState?.Result is TestResult.Failed)
            foreach (var node in _nodes) output.WriteLine($"== a node\n{node.Log}");
        _folder.Dispose();
    }

    private static async Task<long> DoneAsync(string connection, int atLeast)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var done = 0L;
        await WaitAsync(() =>
        {
            using var database = source.OpenConnection();
            done = database.ExecuteScalar<long>("SELECT count(*) FROM parts WHERE result IS NOT NULL");
            return done >= atLeast;
        });
        return done;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var i = 0; i < 3600 && !condition(); i++) await Task.Delay(50, Cancellation);
        Assert.True(condition());
    }

    private async Task<TimeSpan> TimeAsync(byte[] recording, int workers)
    {
        var connection = await postgres.NewDatabaseAsync();
        using var api = Node(connection, "api", pace: 0);
        var nodes = Enumerable.Range(0, workers).Select(_ => Node(connection, "worker", pace: 0.5)).ToList();
        try
        {
            await api.StartAsync();
            foreach (var node in nodes) await node.StartAsync();
            using var client = api.NewClient();
            var file = await client.UploadAsync(new ByteArrayContent(recording), "long.wav");
            var watch = Stopwatch.StartNew();
            var job = await client.CreateAsync("file_id", file.String("id"), null);
            for (var i = 0; i < 6000; i++)
            {
                using var response = await client.GetAsync($"/v1/transcriptions/{job.String("id")}");
                var status = (await Answer.OkAsync(response, 200)).String("status");
                Assert.NotEqual("error", status);
                if (status == "completed") return watch.Elapsed;
                await Task.Delay(100, Cancellation);
            }
            throw new TimeoutException();
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }

    private ServerProcess Node(string connection, string role, double pace)
    {
        var node = NewNode(connection, role, pace);
        _nodes.Add(node);
        return node;
    }

    private ServerProcess NewNode(string connection, string role, double pace) => new(
        $"Role={role}", $"Database={postgres.Address(connection)}", $"Objects={_folder.PathOf("recordings")}", "DatabaseConnections=6",
        "Jobs:Lease=00:00:04", "Queue:PartsFrom=00:01:00", "Queue:PartLength=00:00:20", "Jobs:WaitedWorkers=0",
        "Log:Level=Information")
    {
        Pace = pace,
    };

    [GeneratedRegex("part (?<number>\\d+) done")]
    private static partial Regex Done();
}
