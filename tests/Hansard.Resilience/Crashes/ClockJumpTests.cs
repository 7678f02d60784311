using System.Diagnostics;
using System.Globalization;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Microsoft.AspNetCore.Http;

namespace Hansard.Resilience.Crashes;

/// <summary>A server whose clock jumps back and forth by up to two days while clients work with it.</summary>
public sealed class ClockJumpTests(ResilienceReport report)
{
    private const int Clients = 3;
    private const int Furthest = 2 * 24 * 60 * 60;

    [Fact]
    public Task Nothing_is_lost_held_up_or_deleted() => JumpAsync(Effort.Of(20), Seed.Of(20261130));

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_held_up_or_deleted_by_a_thousand() => JumpAsync(Effort.Of(1000), Seed.Of(null));

    private async Task JumpAsync(int times, int seed)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        var clock = Path.GetTempFileName();
        try
        {
            await SetAsync(clock, 0);
            using var server = new ServerProcess(
                $"Clock=@{clock}", "Workers=16", "Log:Level=None", "Limits:PendingTranscriptions=10000", "Jobs:RetryDelay=00:00:00.020",
                "Retention:Transcriptions=30.00:00:00", "Retention:Files=30.00:00:00");
            await server.StartAsync();
            await using var media = await LoopbackServer.StartAsync(
                context => context.Response.WriteAsync(context.Request.Query["content"].ToString()));
            var ledger = new Ledger();
            var work = new ClientWork(ledger, server.NewClient, media, webhook: null);
            using var stop = new CancellationTokenSource();
            var running = work.RunAsync(Clients, seed, stop.Token);
            for (var i = 0; i < times; i++)
            {
                await SetAsync(clock, random.Next(-Furthest, Furthest));
                await Task.Delay(random.Next(150), TestContext.Current.CancellationToken);
            }

            await stop.CancelAsync();
            await running;
            using var client = server.NewClient();
            var losses = (await new LedgerCheck(ledger, DateTime.MaxValue).LossesAsync(client)).Concat(work.Wrong).ToList();
            report.Add("Crashes", new ReportRow(
                "Clock jumps, SQLite", times, losses.Count, seed, watch.Elapsed, $"{ledger.Count:N0} acknowledged"));
            Assert.True(losses.Count == 0, $"Seed {seed}: {string.Join('\n', losses.Take(20))}");
        }
        finally
        {
            File.Delete(clock);
        }
    }

    // At once: a reader sees one number or the other.
    private static async Task SetAsync(string clock, int seconds)
    {
        await File.WriteAllTextAsync($"{clock}.new", seconds.ToString(CultureInfo.InvariantCulture));
        File.Move($"{clock}.new", clock, overwrite: true);
    }
}
