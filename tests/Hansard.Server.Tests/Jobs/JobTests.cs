using System.Diagnostics;
using Dapper;
using Hansard.Server.Projects;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Files;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Jobs;

public sealed class JobTests
{
    [Fact]
    public async Task A_new_job_starts_at_once()
    {
        await using var server = await TestServer.StartAsync();
        await server.EndAsync(await server.TranscribeAsync("warm"));
        var watch = Stopwatch.StartNew();
        await server.EndAsync(await server.TranscribeAsync("hello"));

        // Five seconds is the workers' longest wait when nothing wakes them.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_deleted_file_does_not_stop_a_job_that_was_already_created_and_its_bytes_go_with_the_job()
    {
        await using var server = await TestServer.StartAsync();
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var job = await server.TranscribeAsync("hello");
        using (var deleted = await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}"))
            Assert.True(deleted.IsSuccessStatusCode);
        Assert.Equal(2, FilesTests.StoredFiles(server).Length);

        server.Transcriber.Release();
        var ended = await server.EndAsync(job);
        Assert.Equal("completed", ended.String("status"));
        Assert.Equal(job.String("file_id"), ended.String("file_id"));
        // A moment after its end can be seen.
        for (var i = 0; FilesTests.StoredFiles(server).Length > 1 && i < 500; i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Single(FilesTests.StoredFiles(server));
    }

    [Fact]
    public async Task Deleting_a_queued_job_removes_the_bytes_that_only_it_needed()
    {
        await using var server = await TestServer.StartAsync();
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var job = await server.TranscribeAsync("hello");
        using (var file = await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}")) Assert.True(file.IsSuccessStatusCode);
        using (var queued = await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}"))
            Assert.True(queued.IsSuccessStatusCode);
        Assert.Single(FilesTests.StoredFiles(server));
    }

    [Fact]
    public async Task A_recording_that_cannot_be_transcribed_ends_in_invalid_audio_file()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("invalid"));
        Assert.Equal("error", job.String("status"));
        Assert.Equal("invalid_audio_file", job.String("error_type"));
        Assert.Equal("This is not a recording: send one.", job.String("error_message"));
        Assert.Single(server.Transcriber.Started);
    }

    [Fact]
    public async Task A_failing_engine_is_tried_three_times_and_then_the_job_says_so()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("fail"));
        Assert.Equal("internal_error", job.String("error_type"));
        Assert.Contains("3 times", job.String("error_message"));
        Assert.DoesNotContain("as the test wants", job.String("error_message"));
        Assert.Equal(3, server.Transcriber.Started.Count);
        Assert.Equal("completed", (await server.EndAsync(await server.TranscribeAsync("hello"))).String("status"));
    }

    [Fact]
    public async Task A_job_whose_bytes_are_gone_says_so()
    {
        await using var server = await TestServer.StartAsync();
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var job = await server.TranscribeAsync("hello");
        foreach (var path in FilesTests.StoredFiles(server)) File.Delete(path);
        server.Transcriber.Release();
        Assert.Equal("file_missing", (await server.EndAsync(job)).String("error_type"));
    }

    [Fact]
    public async Task An_engine_that_hangs_is_given_up_and_the_next_job_runs()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Jobs.StallTimeout, options.Jobs.MaximumAttempts, options.Jobs.Lease) =
                (TimeSpan.FromSeconds(1), 1, TimeSpan.FromMilliseconds(600)));
        var stuck = await server.TranscribeAsync("stuck");
        var next = await server.TranscribeAsync("hello");
        Assert.Contains("no progress", (await server.EndAsync(stuck)).String("error_message"));
        Assert.Equal("completed", (await server.EndAsync(next)).String("status"));
    }

    [Fact]
    public async Task Reports_from_any_stage_are_a_sign_of_life()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Jobs.StallTimeout, options.Jobs.MaximumAttempts, options.Jobs.Lease) =
                (TimeSpan.FromSeconds(2), 1, TimeSpan.FromSeconds(3)));
        var job = await server.EndAsync(await server.TranscribeAsync("stages 5000"));
        Assert.Equal("completed", job.String("status"));
        Assert.Equal(["stages 5000"], server.Transcriber.Started);
    }

    [Fact]
    public async Task A_job_whose_end_takes_long_to_store_is_not_taken_for_stalled()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Jobs.StallTimeout, options.Jobs.MaximumAttempts, options.Jobs.Lease) =
                (TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(5)));
        var job = await server.WaitAsync(await server.TranscribeAsync("slow 300"), "processing");

        // Nobody else can write meanwhile, so the job ends only afterwards.
        var database = server.Host.Services.GetRequiredService<ISqlDatabase>();
        await database.WriteAsync(_ => Thread.Sleep(3000), TestContext.Current.CancellationToken);

        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        Assert.Single(server.Transcriber.Started);
    }

    [Fact]
    public async Task A_job_longer_than_its_lease_keeps_it()
    {
        await using var server = await TestServer.StartAsync(options => options.Jobs.Lease = TimeSpan.FromMilliseconds(300));
        var job = await server.TranscribeAsync("slow 1500");
        var running = await server.WaitAsync(job, "processing");
        Assert.Equal("completed", (await server.EndAsync(running)).String("status"));
        Assert.Single(server.Transcriber.Started);
    }

    [Fact]
    public async Task The_length_of_the_recording_is_shown_while_it_is_processed()
    {
        await using var server = await TestServer.StartAsync(options => options.Jobs.Lease = TimeSpan.FromMilliseconds(300));
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (job.GetProperty("audio_duration_ms").ValueKind != System.Text.Json.JsonValueKind.Number && DateTime.UtcNow < deadline)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            job = await server.GetAsync($"/v1/transcriptions/{job.String("id")}");
        }

        Assert.Equal("processing", job.String("status"));
        Assert.Equal(2000, job.GetProperty("audio_duration_ms").GetInt64());
        var transcribed = server.Host.Services.GetRequiredService<ITranscriptionStore>()
            .Find(server.Host.Services.GetRequiredService<IProjectStore>().Find("default")!.Id, job.String("id"))!.TranscribedMs;
        Assert.Equal(1000, transcribed);
    }

    [Fact]
    public async Task One_projects_many_jobs_do_not_starve_anothers_one()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("other");
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        for (var i = 0; i < 10; i++) await server.TranscribeAsync($"busy {i}");
        var single = await server.TranscribeAsync("single", other);
        server.Transcriber.Release();
        await server.EndAsync(single, other);
        Assert.InRange(server.Transcriber.Started.ToList().IndexOf("single"), 1, 2);
    }

    [Fact]
    public async Task A_projects_own_jobs_run_in_their_order()
    {
        await using var server = await TestServer.StartAsync();
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        for (var i = 0; i < 5; i++) await server.TranscribeAsync($"job {i}");
        var last = await server.TranscribeAsync("last");
        server.Transcriber.Release();
        await server.EndAsync(last);
        Assert.Equal(["wait", "job 0", "job 1", "job 2", "job 3", "job 4", "last"], server.Transcriber.Started);
    }

    [Fact]
    public async Task Two_workers_run_two_jobs_at_once()
    {
        await using var server = await TestServer.StartAsync(options =>
        {
            (options.Workers, options.Jobs.WaitedWorkers) = (2, 3);
            options.Doors.Live.Sessions = 7;
        });
        await server.WaitAsync(await server.TranscribeAsync("wait a"), "processing");
        await server.WaitAsync(await server.TranscribeAsync("wait b"), "processing");
        const string Both =
            """{"current":{"transcribe_concurrent":2,"tts_concurrent":0},"limits":{"transcribe_concurrent":12,"tts_concurrent":0}}""";
        var concurrency = await server.GetAsync("/v1/concurrency-limits");
        Assert.Equal(
            $$"""{"project":{{Both}},"organization":{{Both}}}""",
            concurrency.ToString());
        server.Transcriber.Release();
    }

    [Fact]
    public async Task The_webhook_is_written_with_the_end_of_the_job_and_only_then()
    {
        await using var server = await TestServer.StartAsync(replace: services =>
        {
            // Nobody delivers, so that the row can be seen.
            foreach (var delivery in services.Where(
                s => s.ImplementationType?.Namespace == "Hansard.Server.Webhooks" && s.ServiceType.Name == "IHostedService").ToList())
            {
                services.Remove(delivery);
            }
        });
        var database = server.Host.Services.GetRequiredService<ISqlDatabase>();
        var hook =
            new { webhook_url = "https://example.com/hook", webhook_auth_header_name = "X-Key", webhook_auth_header_value = "secret" };
        var running = await server.WaitAsync(await server.TranscribeAsync("wait", more: hook), "processing");
        var failing = await server.TranscribeAsync("invalid", more: hook);
        await server.TranscribeAsync("without a webhook");
        Assert.Empty(Rows());
        server.Transcriber.Release();
        await server.EndAsync(failing);
        Assert.Equal(
            [
                (running.String("id"), "completed", "https://example.com/hook", "X-Key", "secret"),
                (failing.String("id"), "error", "https://example.com/hook", "X-Key", "secret"),
            ],
            Rows());

        List<(string, string, string, string, string)> Rows() => database.Read(c => c.Query<(string, string, string, string, string)>(
            "SELECT transcription_id, status, url, auth_header_name, auth_header_value FROM webhook_outbox ORDER BY seq").AsList());
    }
}
