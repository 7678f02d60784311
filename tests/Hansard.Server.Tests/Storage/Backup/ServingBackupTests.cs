using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests.Files;
using Hansard.Server.Tests.Webhooks;
using Hansard.Server.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Storage.Backup;

/// <summary>Backups of a server that serves.</summary>
public sealed class ServingBackupTests : IAsyncLifetime
{
    private const int Backups = 3;

    private readonly MadeBackup _backup = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
        => _server = await TestServer.StartAsync(options => (options.Database, options.Workers) = (null, 2));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _backup.Dispose();
    }

    [Fact]
    public async Task Recordings_and_database_are_of_one_moment_while_files_come_and_go_and_jobs_run()
    {
        for (var i = 0; i < 20; i++) await _server.UploadAsync($"from before {i}", $"from before {i}");
        using var end = new CancellationTokenSource();
        var load = Enumerable.Range(0, 3).Select(i => ComeAndGoAsync(i, end.Token)).ToArray();
        for (var i = 0; i < Backups; i++) Assert.Equal(0, (await _backup.MakeAsync(_server.DataDirectory, $"{i}")).Missing);
        await end.CancelAsync();
        Assert.True((await Task.WhenAll(load)).Sum() > 20);

        for (var i = 0; i < Backups; i++)
        {
            await using var restored = await StartAsync(await _backup.RestoreAsync($"{i}"));
            var files = (await restored.GetAsync("/v1/files")).GetProperty("files").EnumerateArray().ToList();
            Assert.InRange(files.Count, 20, 26);
            foreach (var file in files)
                Assert.Equal(
                    file.String("filename"),
                    await restored.Client.GetStringAsync($"/v1/files/{file.String("id")}/content", TestContext.Current.CancellationToken));
            foreach (var job in (await restored.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").EnumerateArray())
                Assert.Equal("completed", (await restored.EndAsync(job)).String("status"));
        }
    }

    [Fact]
    public async Task Job_that_ran_runs_again_whoever_waited_for_a_transcript_gets_it_and_keys_and_voices_are_there()
    {
        var voice = (await _server.UploadAsync("the voice of Anna")).String("id");
        var person = new { name = "Anna", file_id = voice, consent = "Yes" };
        using (var added = await _server.Client.PostAsJsonAsync("/v1/known-speakers", person)) await Answer.OkAsync(added, 201);
        var done = await _server.EndAsync(await _server.TranscribeAsync("said before"));
        var running = await _server.WaitAsync(await _server.TranscribeAsync("wait for it"), "processing");
        var waiting = await _server.TranscribeAsync("wait behind it");
        await _backup.MakeAsync(_server.DataDirectory);

        await using var restored = await StartAsync(await _backup.RestoreAsync());
        restored.Transcriber.Release();
        Assert.Equal("completed", (await restored.EndAsync(running)).String("status"));
        Assert.Equal("completed", (await restored.EndAsync(waiting)).String("status"));
        Assert.Equal("said before", (await restored.GetAsync($"/v1/transcriptions/{done.String("id")}/transcript")).String("text"));
        var known = Assert.Single((await restored.GetAsync("/v1/known-speakers")).GetProperty("known_speakers").EnumerateArray());
        Assert.False(known.TryGetProperty("readable", out _));
    }

    [Fact]
    public async Task What_is_deleted_while_a_backup_copies_is_gone_for_clients_and_its_bytes_go_when_it_has_ended()
    {
        var file = (await _server.UploadAsync("deleted meanwhile")).String("id");
        await using (RemovalHold.Begin(DataDirectory.At(_server.DataDirectory)))
        {
            using (var deleted = await _server.Client.DeleteAsync($"/v1/files/{file}")) Assert.Equal(204, (int)deleted.StatusCode);
            using (var gone = await _server.Client.GetAsync($"/v1/files/{file}/content")) Assert.Equal(404, (int)gone.StatusCode);
            Assert.Single(FilesTests.StoredFiles(_server));
        }

        await _server.Host.Services.GetRequiredService<RecordingRemoval>().RemoveDeletedAsync(long.MaxValue);
        Assert.Empty(FilesTests.StoredFiles(_server));
    }

    [Fact]
    public async Task Webhook_that_was_not_delivered_when_the_backup_was_made_is_sent_by_the_restored_server_and_no_other()
    {
        await using var receiver = await Receiver.StartAsync((number, _) => Task.FromResult(number == 2 ? 503 : 200));
        await using (var server = await StartAsync(null, receiver))
        {
            await server.EndAsync(await server.TranscribeAsync("delivered", more: new { webhook_url = receiver.Url("/first") }));
            await receiver.WaitAsync(1);
            var job = await server.EndAsync(await server.TranscribeAsync("refused", more: new { webhook_url = receiver.Url("/second") }));
            await UntilAsync(async () =>
                (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).GetProperty("webhook_status_code").ToString() == "503");
            await _backup.MakeAsync(server.DataDirectory);
        }

        await using var restored = await StartAsync(await _backup.RestoreAsync(), receiver, TimeSpan.FromMilliseconds(10));
        var deliveries = await receiver.WaitAsync(3);
        var outbox = restored.Host.Services.GetRequiredService<IWebhookOutbox>();
        await UntilAsync(() => Task.FromResult(outbox.UntilNextDue(0) is null));
        Assert.Equal(["/first", "/second", "/second"], deliveries.Select(delivery => delivery.Target));
        Assert.Equal(3, receiver.Deliveries.Count);
    }

    private static Task<TestServer> StartAsync(string? data, Receiver? receiver = null, TimeSpan? pause = null) => TestServer.StartAsync(
        options =>
        {
            (options.Database, options.Workers) = (null, 2);
            if (receiver is not null) options.AllowHosts.Add(receiver.Authority);
            options.Webhooks.FirstPause = pause ?? TimeSpan.FromMinutes(5);
        },
        data);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It does not come.");
            await Task.Delay(10);
        }
    }

    // One file each that stays, others that are deleted at once, and jobs.
    private async Task<int> ComeAndGoAsync(int number, CancellationToken end)
    {
        var count = 0;
        JsonElement? before = null;
        while (!end.IsCancellationRequested)
        {
            var file = await _server.UploadAsync($"of {number}, {count}", $"of {number}, {count}");
            if (before is { } former)
                using (await _server.Client.DeleteAsync($"/v1/files/{former.String("id")}", CancellationToken.None)) count++;
            if (count % 5 == 0) await _server.CreateAsync(file.String("id"));
            before = file;
        }

        return count;
    }
}
