using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Load;

/// <summary>A long queue: it is accepted, outlives a kill, and is worked off in its order, no slower when it is long.</summary>
[Collection<Access.AloneInItsProcess>]
public sealed class QueueTests(ResilienceReport report)
{
    private const int Clients = 16;
    private const int Page = 1000;
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    /// <summary>A job may take so many times as long at the beginning, where the queue is long, as at its end.</summary>
    private const double Flat = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [Fact]
    public Task Queue_is_kept_through_a_kill_and_worked_off_in_order() => QueueAsync(200);

    [Fact(Explicit = true)]
    public Task Queue_of_ten_thousand_is_kept_through_a_kill_and_worked_off_in_order() => QueueAsync(Effort.Of(10_000));

    private async Task QueueAsync(int count)
    {
        var watch = Stopwatch.StartNew();
        using var server = new ServerProcess(
            "Workers=1", "Log:Level=None", "Limits:PendingTranscriptions=20000", "Jobs:RetryDelay=00:00:00.020");
        await server.StartAsync();
        using var client = server.NewClient();

        // Nothing goes on before all are there.
        var first = await client.CreateAsync("file_id", (await client.UploadAsync(new StringContent("slow 600000"))).String("id"));
        await client.WaitAsync(first, "processing");
        var file = (await client.UploadAsync(new StringContent("hello"))).String("id");
        var before = Resident(server);
        var creating = Stopwatch.StartNew();
        var times = await CreateAsync(client, file, count);
        creating.Stop();
        var (held, queued) = (Resident(server) - before, await InOrderAsync(client));
        await server.KillAsync();
        var starting = Stopwatch.StartNew();
        await server.StartAsync();
        starting.Stop();
        Assert.Equal(queued, await InOrderAsync(client));

        using (var cancelled = await client.PostAsync($"/v1/transcriptions/{first.String("id")}/cancel", null))
            await Answer.OkAsync(cancelled, 202);
        var working = Stopwatch.StartNew();
        while (await PendingAsync(client, queued[^1]))
        {
            Assert.True(working.Elapsed < Patience, "The last job does not end.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        working.Stop();
        var logs = await UsageAsync(client);
        Assert.Equal(queued.Skip(1), logs.Select(log => log.Id));
        var (early, late) = (PerJob(logs.Take(count / 5)), PerJob(logs.TakeLast(count / 5)));
        report.Add("Load", new ReportRow(
            $"{count:N0} jobs in the queue", count, 0, 0, watch.Elapsed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"accepted in {creating.Elapsed.TotalSeconds:0.0} s, p50 and p99 {times[count / 2]:0} and {times[(int)(count * 0.99)]:0} "
                + $"ms, {held / 1e6:0} MB more; started again with them in {starting.Elapsed.TotalSeconds:0.0} s; worked off in order in "
                + $"{working.Elapsed.TotalSeconds:0.0} s, {early:0.0} ms a job at the beginning, {late:0.0} at the end")));
        Assert.True(early < (late * Flat) + 5, $"A job takes {early:0.0} ms when the queue is long, and {late:0.0} when it is short.");
    }

    private static async Task<double[]> CreateAsync(HttpClient client, string file, int count)
    {
        var times = new double[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await client.CreateAsync("file_id", file);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        return [.. times.Order()];
    }

    // The oldest first.
    private static async Task<List<string>> InOrderAsync(HttpClient client)
        => [.. (await AllAsync(client, $"/v1/transcriptions?limit={Page}", "transcriptions")).Select(job => job.String("id")).Reverse()];

    private static async Task<bool> PendingAsync(HttpClient client, string id)
    {
        using var response = await client.GetAsync($"/v1/transcriptions/{id}");
        return (await Answer.OkAsync(response, 200)).String("status") is "queued" or "processing";
    }

    private static async Task<List<Ended>> UsageAsync(HttpClient client)
        =>
        [
            .. (await AllAsync(client, $"/v1/usage-logs?{Always}&limit={Page}", "usage_logs"))
                .Select(log => new Ended(log.String("uuid"), log.GetProperty("end_time").GetDateTimeOffset()))
                .OrderBy(log => log.At),
        ];

    private static async Task<List<JsonElement>> AllAsync(HttpClient client, string path, string name)
    {
        List<JsonElement> all = [];
        for (string? cursor = ""; cursor is not null;)
        {
            using var response = await client.GetAsync(cursor.Length == 0 ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}");
            var page = await Answer.OkAsync(response, 200);
            all.AddRange(page.GetProperty(name).EnumerateArray());
            cursor = page.GetProperty("next_page_cursor").GetString();
        }
        return all;
    }

    private static double PerJob(IEnumerable<Ended> jobs)
    {
        var ended = jobs.ToList();
        return (ended[^1].At - ended[0].At).TotalMilliseconds / (ended.Count - 1);
    }

    private static long Resident(ServerProcess server)
        => 4096 * long.Parse(File.ReadAllText($"/proc/{server.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>A job that has ended.</summary>
    private sealed record Ended(string Id, DateTimeOffset At);
}
