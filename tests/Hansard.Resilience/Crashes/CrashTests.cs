using System.Diagnostics;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Hansard.Resilience.Crashes;

/// <summary>A server that is stopped in many ways at random moments, while clients upload, create, fetch, correct and delete.</summary>
public sealed class CrashTests(PostgresServer postgres, ResilienceReport report) : IClassFixture<PostgresServer>
{
    /// <summary>Strokes on one server, so that what is checked at the end stays small.</summary>
    private const int StrokesAServer = 50;

    private const int Clients = 3;

    [Theory]
    [InlineData(Stroke.Kill, false, 12)]
    [InlineData(Stroke.Terminate, false, 8)]
    [InlineData(Stroke.Kill, true, 8)]
    [InlineData(Stroke.Terminate, true, 5)]
    [InlineData(Stroke.KillDatabase, true, 4)]
    public Task Nothing_acknowledged_is_lost_doubled_or_torn(Stroke stroke, bool onPostgres, int times)
        => StrikeAsync(stroke, onPostgres, Effort.Of(times), Seed.Of(20261130));

    // Half an hour each.
    [Theory(Explicit = true)]
    [InlineData(Stroke.Kill, false)]
    [InlineData(Stroke.Terminate, false)]
    [InlineData(Stroke.Kill, true)]
    [InlineData(Stroke.Terminate, true)]
    [InlineData(Stroke.KillDatabase, true)]
    public Task Nothing_acknowledged_is_lost_doubled_or_torn_by_a_thousand(Stroke stroke, bool onPostgres)
        => StrikeAsync(stroke, onPostgres, Effort.Of(1000), Seed.Of(null));

    private async Task StrikeAsync(Stroke stroke, bool onPostgres, int times, int seed)
    {
        if (onPostgres) Tool.Of("postgresql").Require();
        var watch = Stopwatch.StartNew();
        List<string> losses = [];
        var acknowledged = 0;
        for (var done = 0; done < times; done += StrokesAServer)
        {
            var ledger = await StrikeAsync(stroke, onPostgres, Math.Min(StrokesAServer, times - done), seed + done, losses);
            acknowledged += ledger.Count;
        }

        report.Add("Crashes", new ReportRow(
            $"{stroke}, {(onPostgres ? "PostgreSQL" : "SQLite")}", times, losses.Count, seed, watch.Elapsed,
            $"{acknowledged:N0} acknowledged"));
        Assert.True(losses.Count == 0, $"Seed {seed}: {string.Join('\n', losses.Take(50))}");
    }

    private async Task<Ledger> StrikeAsync(Stroke stroke, bool onPostgres, int times, int seed, List<string> losses)
    {
        var random = new Random(seed);
        string[] settings =
        [
            "Workers=2", "Log:Level=None", "Limits:PendingTranscriptions=10000", "Jobs:MaximumAttempts=100", "Jobs:StopGrace=00:00:00.200",
            "Jobs:RetryDelay=00:00:00.020", "Jobs:Lease=00:00:05",
            "Webhooks:FirstPause=00:00:00.100", "Webhooks:Timeout=00:00:03", "Webhooks:StopGrace=00:00:00.100",
            .. onPostgres ? [$"Database={postgres.Address(await postgres.ReadyDatabaseAsync())}"] : Array.Empty<string>(),
        ];
        using var server = new ServerProcess(settings);
        await server.StartAsync();
        await using var receiver = await Receiver.StartAsync();

        // The recording is what its URL says.
        await using var media = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsync(context.Request.Query["content"].ToString()));
        var ledger = new Ledger();
        var work = new ClientWork(ledger, server.NewClient, media, receiver.Url());
        using var stop = new CancellationTokenSource();
        var running = work.RunAsync(Clients, seed, stop.Token);
        for (var i = 0; i < times; i++)
        {
            await UntilAsync(() => ledger.Count, ledger.Count + random.Next(12));
            await Task.Delay(random.Next(50), TestContext.Current.CancellationToken);
            await StrikeAsync(stroke, server);
        }

        await stop.CancelAsync();
        await running;
        using var client = server.NewClient();
        losses.AddRange(await new LedgerCheck(ledger, DateTime.MaxValue).LossesAsync(client));
        losses.AddRange(work.Wrong);
        losses.AddRange(await MissingWebhooksAsync(receiver, ledger));

        // What the last stroke may have left is swept at a start.
        await server.KillAsync();
        await server.StartAsync();
        var kept = (await Answer.OkAsync(await client.GetAsync("/v1/files/count"), 200)).GetProperty("total").GetInt32();
        var found = Directory.GetFiles(Path.Combine(server.DataDirectory, "files"), "*", SearchOption.AllDirectories).Length;
        if (kept != found) losses.Add($"{found} recordings lie in the folder, of which {kept} are known.");
        if (Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")) is { Length: > 0 } left)
            losses.Add($"{left.Length} temporary files are left.");
        return ledger;
    }

    // A stroke is of use where something happens; a machine that is busy may take its time.
    private static async Task UntilAsync(Func<int> count, int wanted)
    {
        for (var watch = Stopwatch.StartNew(); count() < wanted && watch.Elapsed < TimeSpan.FromSeconds(5);)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private async Task StrikeAsync(Stroke stroke, ServerProcess server)
    {
        switch (stroke)
        {
            case Stroke.Kill:
                await server.KillAsync();
                await server.StartAsync();
                break;
            case Stroke.Terminate:
                await server.StopAsync();
                await server.StartAsync();
                break;
            case Stroke.KillDatabase:
                await postgres.KillAsync();
                await postgres.StartAsync();
                break;
        }
    }

    // At least once for each that ended, and only when it had, so never with another status.
    private static async Task<IReadOnlyList<string>> MissingWebhooksAsync(Receiver receiver, Ledger ledger)
    {
        var missing = ledger.Jobs.Values.Where(job => job.DeletionAsked is null).Select(job => job.Id).ToHashSet();
        for (var deadline = DateTime.UtcNow.AddSeconds(60); missing.Count > 0 && DateTime.UtcNow < deadline; await Task.Delay(50))
            missing.ExceptWith(receiver.Deliveries.Select(delivery => delivery.Json.String("id")));
        return
        [
            .. missing.Select(id => $"The webhook of {id} did not come."),
            .. receiver.Deliveries.GroupBy(delivery => delivery.Json.String("id"))
                .Where(came => came.Select(delivery => delivery.Json.String("status")).Distinct().Count() > 1)
                .Select(came => $"Webhooks of {came.Key} say several states."),
        ];
    }
}
