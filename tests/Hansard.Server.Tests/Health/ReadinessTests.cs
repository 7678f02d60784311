using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Dapper;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Health;

/// <summary>A server is ready when something can be stored, and says why when it cannot.</summary>
public sealed class ReadinessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_locked_database_is_not_ready_and_is_again_when_it_is_let_go()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal("ok", await StatusAsync(server, 200));
        using (LockedDatabaseTests.Locked(server))
        {
            await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
            var watch = Stopwatch.StartNew();
            Assert.Contains("locked by another program", await StatusAsync(server, 503));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
            using var alive = await server.Client.GetAsync("/healthz");
            await Answer.OkAsync(alive, 200);
        }

        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        Assert.Equal("ok", await StatusAsync(server, 200));
    }

    [Theory]
    [InlineData("")]
    [InlineData("temporary")]
    [InlineData("files")]
    [InlineData("hansard.db")]
    [InlineData("hansard-data.json")]
    public async Task A_data_folder_that_is_gone_or_half_gone_is_not_ready(string part)
    {
        await using var server = await TestServer.StartAsync();
        var (path, away) = (Path.TrimEndingDirectorySeparator(Path.Combine(server.DataDirectory, part)), server.DataDirectory + ".away");
        Directory.Move(path, away);
        try
        {
            Assert.Contains("is gone", await StatusAsync(server, 503));
            if (part is not ("" or "hansard.db")) return;

            // What is answered now would be lost with the folder.
            using var refused = await server.Client.PostAsync(
                "/v1/transcriptions", JsonContent.Create(new { model = "stt-async-v5", audio_url = "http://example.org/a.wav" }));
            Assert.Contains("is gone", (await Answer.ErrorAsync(refused, 503, "service_unavailable")).String("message"));
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[100]), "file", "a.wav" } };
            using var upload = await server.Client.PostAsync("/v1/files", form);
            Assert.Contains("is gone", (await Answer.ErrorAsync(upload, 503, "service_unavailable")).String("message"));
        }
        finally
        {
            Directory.Move(away, path);
        }
    }

    [Fact]
    public async Task A_full_disk_is_not_ready_and_uploads_are_refused_for_now()
    {
        Assert.SkipUnless(await ServerProcess.CanMountAsync(), "This user may not mount anything in a namespace of its own.");
        using var server = new ServerProcess { DiskMegabytes = 4 };
        await server.StartAsync();
        using var client = server.NewClient();
        using (var ready = await client.GetAsync("/readyz")) Assert.Equal("ok", (await Answer.OkAsync(ready, 200)).String("status"));

        server.FillDisk();
        using (var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1 << 20]), "file", "a.wav" } })
        using (var refused = await client.PostAsync("/v1/files", form))
        {
            // By a limit that keeps room for the database, or by the disk itself.
            var (status, type) = refused.StatusCode == HttpStatusCode.TooManyRequests
                ? (429, "limit_exceeded")
                : (503, "service_unavailable");
            Assert.Contains("disk", (await Answer.ErrorAsync(refused, status, type)).String("message"));
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        using (var ready = await client.GetAsync("/readyz"))
            Assert.Contains("disk is full", (await Answer.OkAsync(ready, 503)).String("status"));
        using var listed = await client.GetAsync("/v1/files");
        await Answer.OkAsync(listed, 200);
    }

    [Fact]
    public async Task Being_asked_a_hundred_times_costs_one_write()
    {
        await using var server = await TestServer.StartAsync();
        var database = server.Host.Services.GetRequiredService<ISqlDatabase>();
        var before = Changes();
        foreach (var response in await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => server.Client.GetAsync("/readyz"))))
        {
            await Answer.OkAsync(response, 200);
            response.Dispose();
        }

        // A slow machine may have needed more than a second.
        Assert.InRange(Changes() - before, 1, 10);

        long Changes() => database.WriteAsync(c => c.ExecuteScalar<long>("SELECT total_changes()")).GetAwaiter().GetResult();
    }

    private static async Task<string> StatusAsync(TestServer server, int status)
    {
        using var response = await server.Client.GetAsync("/readyz");
        return (await Answer.OkAsync(response, status)).String("status");
    }
}
