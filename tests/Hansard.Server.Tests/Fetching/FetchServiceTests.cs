using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Fetching;

/// <summary>Jobs whose recordings have to be downloaded first.</summary>
public sealed class FetchServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_download_that_drips_holds_no_worker()
    {
        await using var drip = await LoopbackServer.StartAsync(DripAsync);
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add(drip.Authority));
        var dripping = await server.Client.CreateAsync("audio_url", drip.Url("/a.mp3").AbsoluteUri);
        await UntilAsync(() => drip.Requests == 1);

        Assert.Equal("completed", (await server.EndAsync(await server.TranscribeAsync("hello"))).String("status"));

        Assert.Equal("queued", (await server.GetAsync($"/v1/transcriptions/{dripping.String("id")}")).String("status"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Downloads_that_hang_hold_up_neither_another_project_nor_another_host(bool otherProject)
    {
        await using var hanging = await LoopbackServer.StartAsync(DripAsync);
        await using var quick = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("hello", Cancel));
        await using var server = await TestServer.StartAsync(options =>
        {
            options.AllowHosts.Add("127.0.0.1");
            options.Limits.PendingTranscriptions = 1000;
        });
        using var client = otherProject ? await server.NewProjectAsync("other") : server.NewClient(TestServer.Key);
        for (var i = 0; i < 60; i++) await server.Client.CreateAsync("audio_url", hanging.Url($"/{i}.mp3").AbsoluteUri);
        await UntilAsync(() => hanging.Requests == 4);

        var watch = Stopwatch.StartNew();
        var ended = await server.EndAsync(await client.CreateAsync("audio_url", quick.Url("/a.mp3").AbsoluteUri), client);

        Assert.Equal("completed", ended.String("status"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        Assert.Equal(4, hanging.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_can_be_cancelled_or_deleted_while_its_recording_is_downloaded(bool cancel)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var drip = await LoopbackServer.StartAsync(async context =>
        {
            await using var registration = context.RequestAborted.Register(() => stopped.TrySetResult());
            await DripAsync(context);
        });
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add(drip.Authority));
        var job = await server.Client.CreateAsync("audio_url", drip.Url("/a.mp3").AbsoluteUri);
        await UntilAsync(() => drip.Requests == 1);

        var path = $"/v1/transcriptions/{job.String("id")}";
        using var response = cancel
            ? await server.Client.PostAsync(path + "/cancel", null, Cancel)
            : await server.Client.DeleteAsync(path, Cancel);

        Assert.Equal(cancel ? 202 : 204, (int)response.StatusCode);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        await UntilAsync(() => Temporary(server.DataDirectory).Length == 0);
        Assert.Empty(FetchedFiles(server));
        if (cancel) Assert.Equal("cancelled", (await server.GetAsync(path)).String("error_type"));
    }

    [Fact]
    public async Task A_downloaded_recording_goes_with_the_end_of_its_job()
    {
        await using var host = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("wait", Cancel));
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add(host.Authority));
        var job = await server.WaitAsync(await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri), "processing");
        Assert.Single(FetchedFiles(server));

        server.Transcriber.Release();

        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        await UntilAsync(() => FetchedFiles(server).Length == 0);
        Assert.Empty(Temporary(server.DataDirectory));
    }

    [Fact]
    public async Task A_downloaded_recording_counts_as_stored_until_its_job_has_ended()
    {
        await using var host = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsync("wait " + new string('x', 895), Cancel));
        await using var server = await TestServer.StartAsync(options => (options.Limits.StoredBytes, _) = (1000, Allow(options, host)));
        var job = await server.WaitAsync(await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri), "processing");
        using (var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[101]), "file", "a.wav" } })
        using (var refused = await server.Client.PostAsync("/v1/files", form, Cancel))
            Assert.Contains(
                "limit is 1000", (await Answer.ErrorAsync(refused, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);

        server.Transcriber.Release();

        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        await server.UploadAsync(new byte[101]);
    }

    [Fact]
    public async Task A_url_is_refused_when_the_project_has_no_room_for_any_recording()
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.StoredBytes = 1000);
        await server.UploadAsync(new byte[1000]);
        using var response = await server.PostAsync(
            "/v1/transcriptions", """{"model": "stt-async-v5", "audio_url": "https://media.example/a.mp3"}""");
        Assert.Contains(
            "limit is 1000", (await Answer.ErrorAsync(response, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_recording_that_does_not_fit_beside_the_projects_files_ends_its_job_with_the_limit()
    {
        await using var host = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(new string('x', 500), Cancel));
        await using var server = await TestServer.StartAsync(options => (options.Limits.StoredBytes, _) = (1000, Allow(options, host)));
        await server.UploadAsync(new byte[600]);

        var ended = await server.EndAsync(await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri));

        Assert.Equal("limit_exceeded", ended.String("error_type"));
        Assert.Contains("its limit is 1000", ended.String("error_message"), StringComparison.Ordinal);
        Assert.Equal(1, host.Requests);
        Assert.Empty(Temporary(server.DataDirectory));
        Assert.Single(FetchedFiles(server));
    }

    [Fact]
    public async Task Downloads_of_a_project_wait_for_the_room_that_its_others_take()
    {
        await using var host = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsync("slow 200 " + new string('x', 700), Cancel));
        await using var server = await TestServer.StartAsync(options => (options.Limits.StoredBytes, _) = (1000, Allow(options, host)));
        List<JsonElement> jobs = [];
        for (var i = 0; i < 3; i++) jobs.Add(await server.Client.CreateAsync("audio_url", host.Url($"/{i}.mp3").AbsoluteUri));
        foreach (var job in jobs) Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        Assert.Equal(3, host.Requests);
    }

    [Fact]
    public async Task A_transcription_that_is_tried_again_does_not_download_again()
    {
        await using var host = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("fail", Cancel));
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add(host.Authority));

        var ended = await server.EndAsync(await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri));

        Assert.Equal("internal_error", ended.String("error_type"));
        Assert.Equal(3, server.Transcriber.Started.Count);
        Assert.Equal(1, host.Requests);
    }

    [Fact]
    public async Task A_download_does_not_take_the_transcriptions_attempts()
    {
        var requests = 0;
        await using var host = await LoopbackServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) == 3) return context.Response.WriteAsync("fail", Cancel);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add(host.Authority));

        await server.EndAsync(await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri));

        Assert.Equal(3, server.Transcriber.Started.Count);
    }

    [Fact]
    public async Task Jobs_wait_for_their_download_while_there_is_no_room_for_it()
    {
        await using var host = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("wait and see", Cancel));
        await using var server = await TestServer.StartAsync(options =>
        {
            options.AllowHosts.Add(host.Authority);
            options.Limits.FileBytes = 1000;
            options.Fetch.StoredBytesPerProject = 1011;
            options.Fetch.StoredBytes = 2022;
        });
        using var other = await server.NewProjectAsync("other");
        var first = await server.WaitAsync(await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri), "processing");
        var second = await server.Client.CreateAsync("audio_url", host.Url("/b.mp3").AbsoluteUri);
        var third = await other.CreateAsync("audio_url", host.Url("/c.mp3").AbsoluteUri);

        // The first has 12 bytes, and of its project's 1011 that leaves less than a file may have; the other project has its own.
        await UntilAsync(() => host.Requests == 2);
        await Task.Delay(500, Cancel);
        Assert.Equal(2, host.Requests);

        server.Transcriber.Release();
        Assert.Equal("completed", (await server.EndAsync(first)).String("status"));
        Assert.Equal("completed", (await server.EndAsync(second)).String("status"));
        Assert.Equal("completed", (await server.EndAsync(third, other)).String("status"));
    }

    [Fact]
    public async Task A_server_killed_while_it_downloads_downloads_again_and_leaves_nothing_behind()
    {
        var requests = 0;
        await using var host = await LoopbackServer.StartAsync(context =>
            Interlocked.Increment(ref requests) > 4 ? context.Response.WriteAsync("hello", Cancel) : DripAsync(context));
        using var server = new ServerProcess("Log:Level=None");
        await server.StartAsync();
        using var client = server.NewClient();
        var job = await client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri);

        // As often as a job whose transcription brings the server down would be given up, and once more.
        for (var kills = 1; kills <= 4; kills++)
        {
            await UntilAsync(() => Volatile.Read(ref requests) == kills);
            await server.KillAsync();
            await server.StartAsync();
        }

        Assert.Equal("completed", (await client.WaitAsync(job, "completed", "error")).String("status"));
        Assert.Empty(Temporary(server.DataDirectory));
        var files = Path.Combine(server.DataDirectory, "files");
        await UntilAsync(() => Directory.GetFiles(files, "*", SearchOption.AllDirectories).Length == 0);
    }

    [Fact]
    public async Task A_stopping_server_does_not_wait_for_downloads_and_downloads_again_after_its_start()
    {
        var requests = 0;
        await using var host = await LoopbackServer.StartAsync(context =>
            Interlocked.Increment(ref requests) > 1 ? context.Response.WriteAsync("hello", Cancel) : DripAsync(context));
        var server = await TestServer.StartAsync(options =>
        {
            options.AllowHosts.Add(host.Authority);
            options.Jobs.StopGrace = TimeSpan.FromSeconds(25);
        });
        var job = await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri);
        await UntilAsync(() => Volatile.Read(ref requests) == 1);

        var data = await server.StopAndKeepDataAsync().WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        Assert.Empty(Temporary(data));
        await using var next = await TestServer.StartAsync(options => options.AllowHosts.Add(host.Authority), data);
        Assert.Equal("completed", (await next.EndAsync(job)).String("status"));
    }

    [Fact]
    public async Task A_download_outlives_its_lease_and_the_stall_timeout()
    {
        await using var host = await LoopbackServer.StartAsync(async context =>
        {
            foreach (var letter in "hello".ToCharArray())
            {
                await context.Response.WriteAsync($"{letter}", Cancel);
                await context.Response.Body.FlushAsync(Cancel);
                await Task.Delay(500, Cancel);
            }
        });
        await using var server = await TestServer.StartAsync(options =>
        {
            options.AllowHosts.Add(host.Authority);
            options.Jobs.Lease = TimeSpan.FromMilliseconds(900);
            options.Jobs.StallTimeout = TimeSpan.FromSeconds(1);
        });

        var ended = await server.EndAsync(await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri));

        Assert.Equal("completed", ended.String("status"));
        Assert.Equal(1, host.Requests);
    }

    [Fact]
    public async Task A_queue_of_an_older_version_goes_on()
    {
        await using var host = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("hello", Cancel));
        var server = await TestServer.StartAsync();
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var job = await server.Client.CreateAsync("audio_url", host.Url("/a.mp3").AbsoluteUri);

        // It knew of no hosts, and took the job to a worker at once.
        await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => c.Execute(
                """
                UPDATE transcriptions SET status = 'processing', audio_host = '', attempts = 1, error_type = NULL, error_message = NULL,
                    ended_at = NULL WHERE id = @id;
                DELETE FROM leases WHERE transcription_id = @id;
                INSERT INTO leases (transcription_id, owner, expires_at) VALUES (@id, '', 9999999999999)
                """,
                new { id = job.String("id") }),
            Cancel);
        var data = await server.StopAndKeepDataAsync();

        await using var next = await TestServer.StartAsync(options => options.AllowHosts.Add(host.Authority), data);
        next.Transcriber.Release();
        Assert.Equal("completed", (await next.EndAsync(job)).String("status"));
    }

    private static async Task DripAsync(HttpContext context)
    {
        while (true)
        {
            await context.Response.WriteAsync("x", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(100, context.RequestAborted);
        }
    }

    private static bool Allow(HansardServerOptions options, LoopbackServer host)
    {
        options.AllowHosts.Add(host.Authority);
        return true;
    }

    private static string[] FetchedFiles(TestServer server) => FilesTests.StoredFiles(server);

    private static string[] Temporary(string data) => Directory.GetFiles(Path.Combine(data, "temporary"));

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It does not come about.");
            await Task.Delay(20, Cancel);
        }
    }
}
