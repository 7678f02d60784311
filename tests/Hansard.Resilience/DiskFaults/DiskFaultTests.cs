using System.Diagnostics;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Microsoft.AspNetCore.Http;

namespace Hansard.Resilience.DiskFaults;

/// <summary>A server whose disk is full, broken or read-only for some of its calls, at any of them.</summary>
public sealed class DiskFaultTests(ResilienceReport report)
{
    private const int Clients = 3;

    private static readonly TimeSpan ShortRun = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static TheoryData<string, string> Faults => new()
    {
        { "pwrite64", "ENOSPC" },
        { "pwrite64", "EIO" },
        { "ftruncate", "ENOSPC" },
        { "fsync", "EIO" },
        { "rename", "EIO" },
        { "unlink", "EIO" },
        { "pwrite64", "EROFS" },
    };

    // Without downloads, which come again after half a minute.
    [Theory]
    [InlineData("pwrite64", "ENOSPC")]
    [InlineData("pwrite64", "EIO")]
    [InlineData("fsync", "EIO")]
    [Requires("strace")]
    public Task Server_says_what_is_wrong_loses_nothing_and_goes_on(string call, string error)
        => FailAsync(call, error, 0, downloads: false, Seed.Of(20261130));

    [Theory(Explicit = true)]
    [MemberData(nameof(Faults))]
    [Requires("strace")]
    public Task Server_says_what_is_wrong_loses_nothing_and_goes_on_a_thousand_times(string call, string error)
        => FailAsync(call, error, Effort.Of(1000), downloads: true, Seed.Of(null));

    // Until so many calls have failed, and for a short run at least.
    private async Task FailAsync(string call, string error, int times, bool downloads, int seed)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        List<string> losses = [];
        var (failed, acknowledged) = (0, 0);
        do
        {
            var ledger = new Ledger();
            failed += await FailAsync(call, error, random.Next(3, 20), downloads, random.Next(), ledger, losses);
            acknowledged += ledger.Count;
        }
        while (failed < times && losses.Count == 0 && watch.Elapsed < Patience);
        report.Add("Faults of the disk", new ReportRow(
            $"{call}: {error}", failed, losses.Count, seed, watch.Elapsed, $"{acknowledged:N0} acknowledged"));
        Assert.True(losses.Count == 0, $"Seed {seed}: {string.Join('\n', losses.Distinct().Take(20))}");
        Assert.True(failed > 0, "No call failed.");
    }

    private static async Task<int> FailAsync(
        string call, string error, int every, bool downloads, int seed, Ledger ledger, List<string> losses)
    {
        using var server = new ServerProcess(
            "Workers=2", "Log:Level=Error", "Jobs:MaximumAttempts=100", "Jobs:StopGrace=00:00:00.200", "Jobs:RetryDelay=00:00:00.020");
        await server.StartAsync();
        await using var media = await LoopbackServer.StartAsync(
            context => context.Response.WriteAsync(context.Request.Query["content"].ToString()));
        var work = new ClientWork(ledger, server.NewClient, downloads ? media : null, webhook: null);
        using var stop = new CancellationTokenSource();
        var running = work.RunAsync(Clients, seed, stop.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        int failed;
        await using (var fault = await InjectedFault.BeginAsync(server, call, error, every))
        {
            await Task.Delay(ShortRun);
            failed = fault.Count;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(500));
        await stop.CancelAsync();
        await running;
        using var client = server.NewClient();
        losses.AddRange(await new LedgerCheck(ledger, DateTime.MaxValue).LossesAsync(client));
        losses.AddRange(work.Wrong);
        await server.KillAsync();
        await server.StartAsync();
        losses.AddRange(await new LedgerCheck(ledger, DateTime.MaxValue).LossesAsync(client));
        if (losses.Count > 0) losses.Add($"…{server.Log[^Math.Min(3000, server.Log.Length)..]}");
        return failed;
    }
}
