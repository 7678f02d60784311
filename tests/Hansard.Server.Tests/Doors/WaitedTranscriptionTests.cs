using System.Text.Json;
using Hansard.Server.Tests.Doors.OpenAi;
using Hansard.Server.Tests.Storage;

namespace Hansard.Server.Tests.Doors;

/// <summary>What is common to all protocols whose clients wait: the queue, and that nothing stays.</summary>
public sealed class WaitedTranscriptionTests
{
    private const string Year = "?start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    [Fact]
    public async Task Nothing_of_it_stays_but_the_usage()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal("hello my world", (await server.Client.JsonAsync("hello my world", ("model", "whisper-1"))).String("text"));

        await AssertNothingIsLeftAsync(server);
        var used = Assert.Single((await server.GetAsync($"/v1/usage-logs{Year}")).GetProperty("usage_logs").EnumerateArray());
        Assert.Equal("whisper-1", used.String("model"));
        Assert.Equal(2000, used.GetProperty("input_audio_duration_ms").GetInt32());
        Assert.Equal(0, (await server.GetAsync("/v1/search?q=world")).GetProperty("results").GetArrayLength());
        using var direct = await server.Client.GetAsync($"/v1/transcriptions/{used.String("uuid")}");
        await Answer.ErrorAsync(direct, 404, "transcription_not_found");
    }

    [Fact]
    public async Task No_list_search_count_or_event_tells_of_it_while_it_is_worked_on()
    {
        await using var server = await TestServer.StartAsync();
        var waiting = server.Client.SendAsync("wait secretword", [("model", "whisper-1")]);
        await StartedAsync(server, 1);

        Assert.Equal(0, (await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").GetArrayLength());
        Assert.Equal(0, (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await server.GetAsync("/v1/files")).GetProperty("files").GetArrayLength());
        Assert.Equal(0, (await server.GetAsync("/v1/search?q=recording.wav")).GetProperty("results").GetArrayLength());
        server.Transcriber.Release();
        using var response = await waiting;
        await Answer.OkAsync(response, 200);
        await AssertNothingIsLeftAsync(server);
        Assert.Equal(0L, await CountAsync(server, "transcription_changes"));
    }

    [Fact]
    public async Task What_is_to_be_kept_is_a_file_and_a_transcription_of_the_project()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.JsonAsync("hello my world", ("model", "whisper-1"), ("store", "true"));
        var kept = Assert.Single((await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").EnumerateArray());
        Assert.Equal("completed", kept.String("status"));
        Assert.Equal("recording.wav", kept.String("filename"));
        Assert.Equal("hello my world", (await server.GetAsync($"/v1/transcriptions/{kept.String("id")}/transcript")).String("text"));
        Assert.Single((await server.GetAsync("/v1/files")).GetProperty("files").EnumerateArray());
    }

    [Fact]
    public async Task It_is_given_up_when_its_client_goes_away()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new CancellationTokenSource();
        var waiting = server.Client.SendAsync("wait", [("model", "whisper-1")], cancellationToken: client.Token);
        await StartedAsync(server, 1);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        // The worker is free again, although nobody lets the recording end.
        await server.EndAsync(await server.TranscribeAsync("another"));
        await EventuallyNothingIsLeftAsync(server, files: 1, transcriptions: 1);
    }

    [Fact]
    public async Task It_comes_before_what_nobody_waits_for()
    {
        await using var server = await TestServer.StartAsync(options => options.Jobs.WaitedWorkers = 0);
        var first = await server.WaitAsync(await server.TranscribeAsync("slow 3000"), "processing");
        for (var i = 0; i < 3; i++) await server.TranscribeAsync($"later {i}");
        await server.Client.JsonAsync("now", ("model", "whisper-1"));
        await server.EndAsync(first);
        Assert.Equal(["slow 3000", "now"], server.Transcriber.Started.Take(2));
    }

    [Fact]
    public async Task It_does_not_wait_for_a_long_recording_that_is_worked_on()
    {
        await using var server = await TestServer.StartAsync(options => options.Workers = 1);
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        Assert.Equal("now", (await server.Client.JsonAsync("now", ("model", "whisper-1"))).String("text"));
    }

    [Fact]
    public async Task A_project_whose_clients_wait_does_not_keep_others_from_their_turn()
    {
        await using var server = await TestServer.StartAsync(options => options.Jobs.WaitedWorkers = 0);
        using var other = await server.NewProjectAsync("other");
        await server.WaitAsync(await server.TranscribeAsync("slow 3000"), "processing");
        Task<JsonElement>[] sent = [.. Enumerable.Range(0, 3).Select(i => server.Client.JsonAsync($"waited {i}", ("model", "whisper-1")))];
        await server.EndAsync(await server.TranscribeAsync("patient", other), other);
        await Task.WhenAll(sent);
        Assert.InRange(server.Transcriber.Started.ToList().IndexOf("patient"), 1, 2);
    }

    [Fact]
    public async Task A_killed_server_leaves_nothing_of_it()
    {
        using var process = new ServerProcess();
        await process.StartAsync();
        using (var client = process.NewClient())
        {
            var waiting = client.SendAsync("stuck", [("model", "whisper-1")]);
            for (var i = 0; await CountAsync(process.DataDirectory, "transcriptions WHERE status = 'processing'") == 0; i++)
            {
                Assert.True(i < 600, "The transcription does not start.");
                await Task.Delay(50);
            }

            await process.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);
        }

        Assert.Equal(1, await CountAsync(process.DataDirectory, "transcriptions"));
        Assert.Equal(1, Stored(process.DataDirectory));
        await process.StartAsync();
        Assert.Equal(0, await CountAsync(process.DataDirectory, "transcriptions"));
        Assert.Equal(0, Stored(process.DataDirectory));
    }

    [Fact]
    public async Task Limits_of_uploads_hold_and_their_refusal_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Limits.FileBytes, options.Limits.StoredBytes) = (100, 150));
        using (var large = await server.Client.SendAsync(new string('x', 101), [("model", "whisper-1")]))
            Assert.Equal("file", (await large.ErrorAsync(400)).String("param"));
        await server.UploadAsync(new string('x', 100));
        using (var full = await server.Client.SendAsync(new string('x', 60), [("model", "whisper-1")]))
            Assert.Equal("rate_limit_error", (await full.ErrorAsync(429)).String("type"));
        await AssertNothingIsLeftAsync(server, files: 1);
    }

    [Fact]
    public async Task A_stopping_server_tells_clients_to_come_again()
    {
        await using var server = await TestServer.StartAsync(options => options.Jobs.WaitedWorkers = 0);
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var waiting = server.Client.SendAsync("queued", [("model", "whisper-1")]);
        while (await CountAsync(server, "transcriptions") < 2) await Task.Delay(20);
        var stopping = server.Host.StopAsync();
        using var response = await waiting;
        Assert.Equal("service_unavailable", (await response.ErrorAsync(503)).String("code"));
        await stopping;
    }

    [Fact]
    public async Task Its_metrics_name_the_protocol()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.JsonAsync("hello", ("model", "whisper-1"));
        const string Ended = "hansard_jobs_ended_total{otel_scope_name=\"Hansard\",door=\"openai\",status=\"completed\"}";
        var page = "";
        for (var i = 0; i < 100 && !page.Contains(Ended, StringComparison.Ordinal); i++)
        {
            page = await server.Client.GetStringAsync("/metrics");
            await Task.Delay(50);
        }

        Assert.Contains(Ended, page);
    }

    [Fact]
    public async Task Work_that_fails_and_is_tried_again_without_success_is_an_error_and_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.SendAsync("fail", [("model", "whisper-1")]);
        Assert.Equal("server_error", (await response.ErrorAsync(500)).String("type"));
        await AssertNothingIsLeftAsync(server);
    }

    private static async Task StartedAsync(TestServer server, int count)
    {
        for (var i = 0; server.Transcriber.Started.Count < count; i++)
        {
            Assert.True(i < 1000, "The transcription does not start.");
            await Task.Delay(20);
        }
    }

    private static async Task EventuallyNothingIsLeftAsync(TestServer server, int files, int transcriptions)
    {
        for (var i = 0; i < 200 && await CountAsync(server, "transcriptions") > transcriptions; i++) await Task.Delay(50);
        await AssertNothingIsLeftAsync(server, files, transcriptions);
    }

    private static async Task AssertNothingIsLeftAsync(TestServer server, int files = 0, int transcriptions = 0)
    {
        // The answer comes a moment before the deletion.
        for (var i = 0; i < 200 && await CountAsync(server, "transcriptions") > transcriptions; i++) await Task.Delay(50);
        Assert.Equal(transcriptions, await CountAsync(server, "transcriptions"));
        Assert.Equal(files, await CountAsync(server, "files"));
        Assert.Equal(transcriptions, await CountAsync(server, "transcripts"));
        if (transcriptions == 0) Assert.Equal(0L, await CountAsync(server, "passages"));
        for (var i = 0; i < 200 && Stored(server.DataDirectory) > files; i++) await Task.Delay(50);
        Assert.Equal(files, Stored(server.DataDirectory));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.DataDirectory, "temporary")));
    }

    private static int Stored(string data)
        => Directory.EnumerateFiles(Path.Combine(data, "files"), "*", SearchOption.AllDirectories).Count();

    private static Task<long> CountAsync(TestServer server, string table) => CountAsync(server.DataDirectory, table);

    private static async Task<long> CountAsync(string data, string table)
    {
        await using var database = DataFolder.Connect(Path.Combine(data, "hansard.db"));
        await using var command = database.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
