using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Jobs.Dispatch;

/// <summary>The order in which a server takes its jobs, seen by its clients.</summary>
public sealed class DispatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_short_recording_comes_before_long_ones_of_its_project_and_where_it_stands_is_told()
    {
        await using var server = await TestServer.StartAsync();
        await server.EndAsync(await server.TranscribeAsync("warm"));
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var first = await SubmitAsync(server, "long", seconds: 3600);
        var second = await SubmitAsync(server, "also-long", seconds: 3000);
        var shorter = await SubmitAsync(server, "short", seconds: 10);
        var urgent = await SubmitAsync(server, "urgent", seconds: 7200, priority: 5);

        await UntilAsync(async () => (await PositionsAsync()).SequenceEqual([4, 3, 2, 1]));
        var shown = await GetAsync(server, shorter);
        Assert.True(DateTimeOffset.Parse(shown.String("expected_start")) > DateTimeOffset.UtcNow);
        Assert.Equal(5, (await GetAsync(server, urgent)).GetProperty("priority").GetInt32());
        var listed = (await server.GetAsync("/v1/transcriptions?limit=2")).GetProperty("transcriptions").EnumerateArray();
        Assert.Equal([1L, 2L], listed.Select(row => row.GetProperty("queue_position").GetInt64()));

        using (var cancelled = await server.PostAsync($"/v1/transcriptions/{second.String("id")}/cancel", "{}"))
            Assert.Equal(JsonValueKind.Null, (await Answer.OkAsync(cancelled, 202)).GetProperty("queue_position").ValueKind);
        Assert.Equal(3, (await GetAsync(server, first)).GetProperty("queue_position").GetInt64());

        server.Transcriber.Release();
        await server.EndAsync(first);
        string[] names = ["urgent", "also-long", "long", "short"];
        Assert.Equal(
            ["urgent", "short", "long"],
            server.Transcriber.Started.Select(text => names.FirstOrDefault(text.Contains)).Where(name => name is not null));
        Assert.Equal(JsonValueKind.Null, (await GetAsync(server, first)).GetProperty("queue_position").ValueKind);

        async Task<long?[]> PositionsAsync()
        {
            List<long?> positions = [];
            foreach (var job in (JsonElement[])[first, second, shorter, urgent])
            {
                var position = (await GetAsync(server, job)).GetProperty("queue_position");
                positions.Add(position.ValueKind is JsonValueKind.Null ? null : position.GetInt64());
            }
            return [.. positions];
        }
    }

    [Fact]
    public async Task A_project_has_no_more_at_once_than_its_limit_and_others_go_on()
    {
        await using var server = await TestServer.StartAsync(options =>
        {
            options.Workers = 3;
            options.Projects["default"] = new LimitOverrides { RunningTranscriptions = 1, Weight = 100 };
        });
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var held = await server.TranscribeAsync("hello");
        using var other = await server.NewProjectAsync("other");
        await server.EndAsync(await server.TranscribeAsync("hello", other), other);

        Assert.Equal("queued", (await GetAsync(server, held)).String("status"));
        server.Transcriber.Release();
        Assert.Equal("completed", (await server.EndAsync(held)).String("status"));
    }

    [Fact]
    public async Task A_job_that_nobody_told_of_is_found_and_one_that_is_gone_is_not_begun()
    {
        await using var server = await TestServer.StartAsync();
        var running = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var file = await server.UploadAsync("untold");
        var store = server.Host.Services.GetRequiredService<ITranscriptionStore>();
        var project = server.Host.Services.GetRequiredService<IProjectStore>().Find(Project.Default)!;
        var deleted = await AddAsync((await server.UploadAsync("deleted")).String("id"));
        var untold = await AddAsync(file.String("id"));
        await UntilAsync(async () => (await GetAsync(server, deleted)).GetProperty("queue_position").ValueKind is JsonValueKind.Number);
        await store.DeleteAsync(project.Id, deleted.String("id"), Cancellation);

        server.Transcriber.Release();
        await server.EndAsync(running);
        Assert.Equal("completed", (await server.EndAsync(untold)).String("status"));
        Assert.DoesNotContain("deleted", server.Transcriber.Started);

        async Task<JsonElement> AddAsync(string id)
        {
            var row = await store.AddAsync(project.Id, new LimitOptions(), new NewTranscription
            {
                Model = "whisper-base",
                FileId = id,
                Request = new TranscriptionRequest(),
                Source = RequestSource.PublicApi,
            });
            return JsonSerializer.SerializeToElement(new { id = row!.Id });
        }
    }

    [Fact]
    public async Task Work_stops_before_a_lease_ends_that_cannot_be_renewed_where_others_may_take_the_job()
    {
        await using var server = await TestServer.StartAsync(
            options => options.Jobs.Lease = TimeSpan.FromSeconds(2),
            replace: services => services.AddSingleton(new LiveLeases { AreAlone = false }));
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var live = server.Host.Services.GetRequiredService<LiveLeases>();
        using (Storage.Sqlite.LockedDatabaseTests.Locked(server)) await UntilAsync(() => Task.FromResult(live.All.Count == 0));

        await UntilAsync(() => Task.FromResult(server.Transcriber.Started.Count == 2));
        server.Transcriber.Release();
        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
    }

    private static Task<JsonElement> GetAsync(TestServer server, JsonElement job)
        => server.GetAsync($"/v1/transcriptions/{job.String("id")}");

    private static async Task<JsonElement> SubmitAsync(TestServer server, string name, int seconds, int priority = 0)
    {
        var file = await server.UploadAsync(Wave(name, seconds));
        return await server.CreateAsync(file.String("id"), more: new { priority });
    }

    // With a byte a second, so that hours are small.
    private static byte[] Wave(string name, int seconds)
    {
        var wave = new byte[44 + seconds];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        wave[16] = 16;
        wave[20] = wave[22] = wave[24] = wave[28] = wave[32] = 1;
        wave[34] = 8;
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), seconds);
        Encoding.ASCII.GetBytes(name).CopyTo(wave, 44);
        return wave;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 1500; i++)
        {
            if (await condition()) return;
            await Task.Delay(20, Cancellation);
        }
        Assert.Fail("It does not come about within half a minute.");
    }
}
