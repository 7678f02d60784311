using System.Collections.Concurrent;
using System.Text.Json;
using Hansard.Server.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Tests.Jobs;

/// <summary>kill -9 at random moments while jobs of all kinds come in.</summary>
/// <remarks>HANSARD_KILLS sets how often (default 5); there are at least three jobs a kill.</remarks>
public sealed class KillTests
{
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Every_accepted_job_ends_once_whenever_the_server_is_killed()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("HANSARD_KILLS"), out var wanted) ? wanted : 5;
        var random = new Random(20261125);
        using var server = new ServerProcess("Workers=2", "Log:Level=None", "Limits:PendingTranscriptions=10000");
        using var client = server.NewClient();
        var accepted = new ConcurrentDictionary<string, string>();

        await server.StartAsync();
        await using var receiver = await Receiver.StartAsync();

        // What a URL is asked for is the recording that it gives.
        await using var media = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsync(context.Request.Query["content"].ToString()));
        var producing = ProduceAsync(client, media, receiver.Url(), accepted, (kills * 10 / 3) + 10);
        for (var i = 0; i < kills; i++)
        {
            await Task.Delay(random.Next(20, 600), TestContext.Current.CancellationToken);
            await server.KillAsync();
            await server.StartAsync();
        }

        await producing;
        foreach (var (id, content) in accepted) await CheckEndAsync(client, id, content);
        await CheckUsageAsync(client);
        await CheckWebhooksAsync(receiver, accepted.Keys);

        // What the last kill may have left is swept at a start.
        await server.KillAsync();
        await server.StartAsync();
        var files = await GetAsync(client, "/v1/files/count");
        Assert.Equal(
            files.GetProperty("total").GetInt32(),
            Directory.GetFiles(Path.Combine(server.DataDirectory, "files"), "*", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")));
    }

    // A job counts as accepted when the server has said so; what it did not answer may or may not be there.
    private static async Task ProduceAsync(
        HttpClient client, LoopbackServer media, string webhook, ConcurrentDictionary<string, string> accepted, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var content = (i % 4) switch { 0 => $"slow 300 {i}", 1 => $"invalid {i}", 2 => $"slow 20 {i}", _ => $"hello {i}" };
            await UntilAnsweredAsync(async () =>
            {
                if (i % 6 == 5)
                {
                    var url = media.Url($"/recording.wav?content={Uri.EscapeDataString(content)}").AbsoluteUri;
                    accepted[(await client.CreateAsync("audio_url", url, new { webhook_url = webhook })).String("id")] = content;
                    return true;
                }

                var file = await client.UploadAsync(new StringContent(content));
                accepted[(await client.CreateAsync("file_id", file.String("id"), new { webhook_url = webhook })).String("id")] = content;

                // Every fifth file is deleted while its job may still need it.
                if (i % 5 == 0) (await client.DeleteAsync($"/v1/files/{file.String("id")}")).Dispose();
                return true;
            });
            await Task.Delay(Pause);
        }
    }

    private static async Task CheckEndAsync(HttpClient client, string id, string content)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        var job = await GetAsync(client, $"/v1/transcriptions/{id}");
        while (job.String("status") is "queued" or "processing")
        {
            Assert.True(DateTime.UtcNow < deadline, $"A job does not end: {job}");
            await Task.Delay(Pause);
            job = await GetAsync(client, $"/v1/transcriptions/{id}");
        }

        if (job.String("status") == "completed")
        {
            Assert.DoesNotContain("invalid", content);
            Assert.Equal(content, (await GetAsync(client, $"/v1/transcriptions/{id}/transcript")).String("text"));
            return;
        }

        // Killed three times while it ran, or refused.
        Assert.Equal(
            content.StartsWith("invalid", StringComparison.Ordinal) ? "invalid_audio_file" : "internal_error", job.String("error_type"));
    }

    // A job that had completed twice would be there twice.
    private static async Task CheckUsageAsync(HttpClient client)
    {
        var uses = (await GetAsync(client, $"/v1/usage-logs?{Always}"))
            .GetProperty("usage_logs")
            .EnumerateArray()
            .Select(l => l.String("uuid"))
            .ToList();
        var jobs = (await GetAsync(client, "/v1/transcriptions")).GetProperty("transcriptions").EnumerateArray();
        Assert.Equal(jobs.Where(j => j.String("status") == "completed").Select(j => j.String("id")).Order(), uses.Order());
    }

    // At least once each, and only when the job has ended, so never with another status.
    private static async Task CheckWebhooksAsync(Receiver receiver, IEnumerable<string> accepted)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        var missing = accepted.ToHashSet();
        while (true)
        {
            var came = receiver.Deliveries.Select(delivery => delivery.Json).ToList();
            missing.ExceptWith(came.Select(body => body.String("id")));
            Assert.All(
                came.GroupBy(body => body.String("id")), bodies => Assert.Single(bodies.Select(body => body.String("status")).Distinct()));
            if (missing.Count == 0) return;
            Assert.True(DateTime.UtcNow < deadline, $"{missing.Count} webhooks did not arrive.");
            await Task.Delay(Pause);
        }
    }

    private static Task<JsonElement> GetAsync(HttpClient client, string path) => UntilAnsweredAsync(async () =>
    {
        using var response = await client.GetAsync(path);
        return await Answer.OkAsync(response, 200);
    });

    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> request)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException && attempt < 1000)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
