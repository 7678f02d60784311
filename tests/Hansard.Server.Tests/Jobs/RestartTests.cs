using Dapper;
using Hansard.Engine.Transcripts;
using Hansard.Server.Jobs;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Jobs;

public sealed class RestartTests
{
    [Fact]
    public async Task A_stopping_server_hands_back_what_runs_and_the_attempt_does_not_count()
    {
        var server = await TestServer.StartAsync(options => options.Jobs.MaximumAttempts = 1);
        var running = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var data = await server.StopAndKeepDataAsync();

        await using var next = await TestServer.StartAsync(options => options.Jobs.MaximumAttempts = 1, data);
        next.Transcriber.Release();
        Assert.Equal("completed", (await next.EndAsync(running)).String("status"));
    }

    [Fact]
    public async Task A_stopping_server_lets_what_runs_finish_within_the_grace()
    {
        var server = await TestServer.StartAsync(options => options.Jobs.StopGrace = TimeSpan.FromSeconds(20));
        var running = await server.WaitAsync(await server.TranscribeAsync("slow 700"), "processing");
        var data = await server.StopAndKeepDataAsync();

        await using var next = await TestServer.StartAsync(data: data);
        Assert.Equal("completed", (await next.GetAsync($"/v1/transcriptions/{running.String("id")}")).String("status"));
        Assert.Empty(next.Transcriber.Started);
    }

    [Fact]
    public async Task A_stopping_server_does_not_wait_for_an_engine_that_hangs()
    {
        var server = await TestServer.StartAsync();
        var stuck = await server.WaitAsync(await server.TranscribeAsync("stuck"), "processing");
        var data = await server.StopAndKeepDataAsync().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        await using var next = await TestServer.StartAsync(data: data);
        await next.WaitAsync(stuck, "processing");
    }

    [Fact]
    public async Task Jobs_of_a_killed_server_are_picked_up_at_the_start_and_end_in_an_error_after_three_attempts()
    {
        await using var first = await TestServer.StartAsync();
        var innocent = await first.TranscribeAsync("wait");
        var crashing = await first.WaitAsync(innocent, "processing");

        var image = Image(first);
        await using (var second = await TestServer.StartAsync(data: image))
        {
            await second.WaitAsync(crashing, "processing");
            image = Image(second);
        }

        await using (var third = await TestServer.StartAsync(data: image))
        {
            await third.WaitAsync(crashing, "processing");
            image = Image(third);
        }

        await using var last = await TestServer.StartAsync(data: image);
        var ended = await last.EndAsync(crashing);
        Assert.Equal("internal_error", ended.String("error_type"));
        Assert.Contains("stopped 3 times", ended.String("error_message"));
    }

    [Fact]
    public async Task A_start_leaves_another_servers_job_alone_until_its_lease_has_run_out()
    {
        await using var first = await TestServer.StartAsync();
        var job = await first.WaitAsync(await first.TranscribeAsync("wait"), "processing");
        var image = Image(first);
        var runsOut = DateTimeOffset.UtcNow.AddSeconds(6);
        DataFolder.Execute(
            Path.Combine(image, "hansard.db"),
            $"UPDATE leases SET owner = 'another server', expires_at = {runsOut.ToUnixTimeMilliseconds()}");

        await using var second = await TestServer.StartAsync(options => options.Jobs.Lease = TimeSpan.FromSeconds(1), image);
        second.Transcriber.Release();
        if (DateTimeOffset.UtcNow.AddSeconds(1) < runsOut)
        {
            Assert.Equal("processing", (await second.GetAsync($"/v1/transcriptions/{job.String("id")}")).String("status"));
            Assert.Empty(second.Transcriber.Started);
        }

        Assert.Equal("completed", (await second.EndAsync(job)).String("status"));
        Assert.InRange(DateTimeOffset.UtcNow, runsOut.AddMilliseconds(-100), DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task A_lease_that_ran_out_under_a_live_worker_is_not_taken_back()
    {
        await using var server = await TestServer.StartAsync(options => options.Jobs.MaximumAttempts = 1);
        var job = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => c.Execute("UPDATE leases SET expires_at = 0"), TestContext.Current.CancellationToken);
        var taken = await server.Host.Services.GetRequiredService<JobQueue>().TakeBackAsync(
            atStart: false, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (taken.Queued, taken.Failed));

        server.Transcriber.Release();
        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        Assert.Single(server.Transcriber.Started);
        var live = server.Host.Services.GetRequiredService<LiveLeases>();
        for (var i = 0; live.All.Count > 0 && i < 500; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Empty(live.All);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        var server = await TestServer.StartAsync();
        await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => c.Execute("PRAGMA user_version = 99"), TestContext.Current.CancellationToken);
        var data = await server.StopAndKeepDataAsync();
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => TestServer.StartAsync(data: data));
        Assert.Contains("schema 99", exception.Message, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var exception = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: server.DataDirectory));
        Assert.Contains("Another server uses the data directory", exception.Message);
    }

    [Fact]
    public async Task A_worker_that_has_lost_its_lease_can_change_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var running = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var job = await server.TranscribeAsync("hello");
        var queue = server.Host.Services.GetRequiredService<JobQueue>();
        var cancellation = TestContext.Current.CancellationToken;

        var store = server.Host.Services.GetRequiredService<IJobStore>();
        var lost = (await store.ClaimAsync(job.String("id"), TimeSpan.FromSeconds(30), cancellation))!;
        await queue.TakeBackAsync(atStart: true, cancellation);
        Assert.False(await queue.RenewAsync(lost, new JobState(0, null, default, []), cancellation));
        Assert.False(await queue.CompleteAsync(lost, new Transcript([], TimeSpan.FromSeconds(1), null), []));
        Assert.False(await queue.FailAsync(lost, JobFailure.FileMissing(uploaded: true)));
        await queue.HandBackAsync(lost);
        await queue.RetryOrFailAsync(lost, JobFailure.FileMissing(uploaded: true));
        Assert.Null(server.Host.Services.GetRequiredService<ITranscriptionStore>().Transcript(lost.Id));

        server.Transcriber.Release();
        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
        Assert.Equal("completed", (await server.EndAsync(running)).String("status"));
    }

    // What the disk of a server holds at this moment, as after kill -9.
    private static string Image(TestServer server)
    {
        var image = Directory.CreateTempSubdirectory("hansard-test-").FullName;
        foreach (var path in Directory.GetFiles(server.DataDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(image, Path.GetRelativePath(server.DataDirectory, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (Path.GetFileName(path) is not "server.lock" and not "hansard.db-shm") File.Copy(path, copy);
        }

        return image;
    }
}
