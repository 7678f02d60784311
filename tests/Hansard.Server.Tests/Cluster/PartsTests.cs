using System.Globalization;
using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Jobs.Parts;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Long recordings that several workers transcribe together, with a decoder that sleeps.</summary>
[Collection(PostgresTests.Name)]
[Requires("ffmpeg")]
public sealed class PartsTests(PostgresServer postgres, ITestOutputHelper output) : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_workers_make_of_a_recording_what_one_makes()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        var recording = LongRecording.Of(minutes: 4);
        await using var expected = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 0);
        await using var one = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 0.2);
        await using var other = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 0.1);
        await using var first = await StartAsync(database, ServerRole.All, one);
        var job = await first.CreateAsync((await first.UploadAsync(recording)).String("id"));
        await first.WaitAsync(job, "processing");
        await using var second = await StartAsync(database, ServerRole.Worker, other);
        Assert.Equal("completed", (await first.EndAsync(job)).String("status"));
        await LongRecording.CheckAsync(first.Client, job, recording, expected);

        // The one has the job; whether it comes to recognise anything, the machine decides.
        Assert.NotEmpty(other.Model.Recognised);
        Assert.Equal(
            expected.Model.Recognised.Order(StringComparer.Ordinal),
            one.Model.Recognised.Concat(other.Model.Recognised).Order(StringComparer.Ordinal));
        Assert.Equal(0, Rows(first, "parts"));
        Assert.Equal(0, Rows(first, "part_leases"));
        var objects = Path.Combine(_folder.PathOf("recordings"), "parts");
        await WaitAsync(() => !Directory.Exists(objects) || !Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task A_recording_whose_job_is_cancelled_is_recognised_no_further_by_anybody()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        await using var one = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 10);
        await using var other = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 10);
        await using var first = await StartAsync(database, ServerRole.All, one);
        await using var second = await StartAsync(database, ServerRole.Worker, other);
        var job = await first.CreateAsync((await first.UploadAsync(LongRecording.Of(minutes: 1))).String("id"));
        await WaitAsync(() => Rows(first, "part_leases") == 2);
        Assert.True(await first.Host.Services.GetRequiredService<JobQueue>().CancelAsync(
            first.Host.Services.GetRequiredService<IProjectStore>().Find("default")!.Id, job.String("id"), Cancellation));
        Assert.Equal(0, Rows(first, "part_leases"));

        // Both are free again long before they could have been done.
        var next = await first.CreateAsync((await first.UploadAsync(LongRecording.Of(seconds: 0.5))).String("id"));
        Assert.Equal("completed", (await first.EndAsync(next)).String("status"));
        Assert.Empty(one.Model.Recognised);
        Assert.Empty(other.Model.Recognised);
    }

    [Fact]
    public async Task A_worker_that_stops_hands_its_part_and_its_job_back_and_what_is_done_stays_done()
    {
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        var recording = LongRecording.Of(minutes: 2);
        await using var alone = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 0);
        await using var one = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 0.3);
        await using var other = new SleepingTranscriber(Engine.Tests.Fixtures.Models, pace: 0.02);
        await using var api = await StartAsync(database, ServerRole.Api, alone);
        System.Text.Json.JsonElement job;
        await using (await StartAsync(database, ServerRole.Worker, one))
        {
            job = await api.CreateAsync((await api.UploadAsync(recording)).String("id"));
            await WaitAsync(() => Rows(api, "parts WHERE result IS NOT NULL") >= 2);
        }

        // Nothing has to run out.
        Assert.Equal(0, Rows(api, "part_leases"));
        var done = Rows(api, "parts WHERE result IS NOT NULL");
        await using var next = await StartAsync(database, ServerRole.Worker, other);
        Assert.Equal("completed", (await api.EndAsync(job)).String("status"));
        await LongRecording.CheckAsync(api.Client, job, recording, alone);
        var batches = alone.Model.Recognised.Count;
        Assert.InRange(other.Model.Recognised.Count, 1, batches - (int)done);
    }

    [Fact(Explicit = true)]
    public async Task A_recording_of_an_hour_on_four_workers_is_token_for_token_what_one_makes()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("HANSARD_MINUTES") ?? "60", CultureInfo.InvariantCulture);
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        var recording = LongRecording.Of(minutes);
        List<TestServer> nodes = [];
        try
        {
            for (var i = 0; i < 4; i++) nodes.Add(await StartAsync(database, i == 0 ? ServerRole.All : ServerRole.Worker, null));
            var parted = await TranscriptAsync(nodes[0], recording);
            output.WriteLine($"of {nodes.Count} workers: {parted.Length} characters");
            foreach (var node in nodes) await node.DisposeAsync();
            nodes.Clear();
            await using var single = await TestServer.StartAsync(realEngine: true);
            Assert.Equal(await TranscriptAsync(single, recording), parted);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }

        static async Task<string> TranscriptAsync(TestServer server, byte[] recording)
        {
            var more = new { enable_speaker_diarization = true, enable_language_identification = true };
            var job = await server.CreateAsync((await server.UploadAsync(recording)).String("id"), more: more);
            for (var i = 0; i < 36_000; i++)
            {
                var status = (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).String("status");
                if (status == "completed")
                    return (await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript")).GetProperty("tokens").GetRawText();
                Assert.NotEqual("error", status);
                await Task.Delay(500, Cancellation);
            }
            throw new TimeoutException();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static long Rows(TestServer server, string table)
        => server.Host.Services.GetRequiredService<ISqlDatabase>().Read(c => c.ExecuteScalar<long>($"SELECT count(*) FROM {table}"));

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++) await Task.Delay(50, Cancellation);
        Assert.True(condition());
    }

    private Task<TestServer> StartAsync(string database, ServerRole role, SleepingTranscriber? transcriber) => TestServer.StartAsync(
        options =>
        {
            (options.Database, options.Role, options.Objects) = (database, role, _folder.PathOf("recordings"));
            (options.DatabaseConnections, options.Jobs.Lease) = (6, TimeSpan.FromSeconds(4));
            (options.Queue.PartsFrom, options.Queue.PartLength) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));
        },
        replace: services =>
        {
            if (transcriber is not null) services.AddSingleton<ITranscriber>(transcriber);
        },
        realEngine: true);
}
