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

    /// <summary>Jobs from which on the time of each tells something.</summary>
    private const int Told = 3_000;

    private const int Fifths = 5;
    private const int LooksOfQuestion = 20;

    /// <summary>A job may take so many times the processor time while the queue is long, as at its end.</summary>
    private const double Flat = 1.5;

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
        List<Spent> spent = [];

        // Seldom: a question costs as much as a job.
        for (var look = 0; look % LooksOfQuestion != 0 || await PendingAsync(client, queued[^1]); look++)
        {
            Assert.True(working.Elapsed < Patience, "The last job does not end.");
            spent.Add(Spent.By(server));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        working.Stop();
        var logs = await UsageAsync(client);
        Assert.Equal(queued.Skip(1), logs.Select(log => log.Id));
        spent.Add(Spent.By(server));
        var fifths = logs.Chunk(count / Fifths).Take(Fifths).Select(fifth => new PerJob(fifth, spent)).ToList();
        report.Add("Load", new ReportRow(
            $"{count:N0} jobs in the queue", count, 0, 0, watch.Elapsed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"accepted in {creating.Elapsed.TotalSeconds:0.0} s, p50 and p99 {times[count / 2]:0} and {times[(int)(count * 0.99)]:0} "
                + $"ms, {held / 1e6:0} MB more; started again with them in {starting.Elapsed.TotalSeconds:0.0} s; worked off in order in "
                + $"{working.Elapsed.TotalSeconds:0.0} s; a job of each fifth took {string.Join(", ", fifths)}")));

        // The first is that of a server that has just been started, whose code is being compiled; of few jobs a clock tells nothing.
        Assert.True(
            count < Told || fifths[1].Processor < (fifths[^1].Processor * Flat) + 1,
            $"A job takes longer when the queue is long: {string.Join(", ", fifths)}.");
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

    private static long Resident(ServerProcess server)
        => 4096 * long.Parse(File.ReadAllText($"/proc/{server.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>A job that has ended.</summary>
    private sealed record Ended(string Id, DateTimeOffset At);

    /// <summary>Processor time that a server has spent by then, in milliseconds.</summary>
    private sealed record Spent(DateTimeOffset At, double Milliseconds)
    {
        // Of clock ticks, a hundred a second: the 14th and the 15th field of the file, the twelfth and the next after its name.
        public static Spent By(ServerProcess server)
        {
            var fields = File.ReadAllText($"/proc/{server.Id}/stat").Split(") ")[1].Split(' ');
            return new Spent(DateTimeOffset.UtcNow, 10 * fields[11..13].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Time that a job takes, in milliseconds.</summary>
    private sealed class PerJob(IReadOnlyList<Ended> jobs, IReadOnlyList<Spent> spent)
    {
        public double Clock { get; } = (jobs[^1].At - jobs[0].At).TotalMilliseconds / (jobs.Count - 1);

        public double Processor { get; } = (At(spent, jobs[^1].At) - At(spent, jobs[0].At)) / (jobs.Count - 1);

        public override string ToString()
            => string.Create(CultureInfo.InvariantCulture, $"{Clock:0.0} ms ({Processor:0.0} of processor time)");

        private static double At(IReadOnlyList<Spent> spent, DateTimeOffset time)
            => (spent.LastOrDefault(one => one.At <= time) ?? spent[0]).Milliseconds;
    }
}
