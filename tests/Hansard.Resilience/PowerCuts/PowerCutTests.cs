using System.Diagnostics;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Microsoft.AspNetCore.Http;

namespace Hansard.Resilience.PowerCuts;

/// <summary>
/// A server whose machine loses its power at any moment: every change that it makes to its files is written down, and from what was
/// certain to be on the disk at a moment, and chance for the rest, a disk is made on which a server has to come back.
/// </summary>
public sealed class PowerCutTests(ResilienceReport report)
{
    private const int Clients = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    [Requires("strace")]
    public Task Nothing_acknowledged_is_lost_or_torn() => CutAsync(Effort.Of(12), TimeSpan.FromSeconds(4), Seed.Of(20261130));

    // Half an hour.
    [Fact(Explicit = true)]
    [Requires("strace")]
    public Task Nothing_acknowledged_is_lost_or_torn_by_a_thousand()
        => CutAsync(Effort.Of(1000), TimeSpan.FromSeconds(8), Seed.Of(null));

    private async Task CutAsync(int times, TimeSpan time, int seed)
    {
        var watch = Stopwatch.StartNew();
        var trace = Path.GetTempFileName();
        try
        {
            // The recording is what its URL says; what comes back may fetch it again.
            await using var media = await LoopbackServer.StartAsync(
                context => context.Response.WriteAsync(context.Request.Query["content"].ToString()));
            var ledger = new Ledger();
            var root = await RunAsync(ledger, media, trace, time, seed);
            var calls = SystemCallTrace.Read(trace).ToList();
            var random = new Random(seed);
            List<string> losses = [];
            var disk = new SimulatedDisk(root);
            var done = 0;
            var first = calls.FindIndex(call => call.Name == "mkdir" && call.Arguments[0].Path == root + "/files");
            foreach (var cut in Enumerable.Range(0, times).Select(_ => random.Next(first, calls.Count)).Order().ToList())
            {
                for (; done <= cut; done++) disk.Apply(calls[done]);
                foreach (var loss in await ComeBackAsync(disk, ledger, calls[cut].Time, random.Next()))
                    losses.Add($"After call {cut} ({calls[cut].Name} {calls[cut].Arguments[0].Path}): {loss}");
            }

            report.Add("Crashes", new ReportRow(
                "PowerCut, SQLite", times, losses.Count, seed, watch.Elapsed,
                $"{ledger.Count:N0} acknowledged, {calls.Count(call => call.Name is "fsync" or "fdatasync"):N0} syncs"));
            Assert.True(losses.Count == 0, $"Seed {seed}: {string.Join('\n', losses.Take(50))}");
        }
        finally
        {
            File.Delete(trace);
        }
    }

    // Gives the folder of its data, which is there no more.
    private static async Task<string> RunAsync(Ledger ledger, LoopbackServer media, string trace, TimeSpan time, int seed)
    {
        using var server = new ServerProcess(Settings) { Through = SystemCallTrace.Tracer(trace) };
        await server.StartAsync();
        var work = new ClientWork(ledger, server.NewClient, media, webhook: null);
        using var stop = new CancellationTokenSource(time);
        await work.RunAsync(Clients, seed, stop.Token);
        Assert.Empty(work.Wrong);
        await server.StopAsync();

        // The tracer is a process of its own.
        for (var watch = Stopwatch.StartNew(); IsOpen(trace) && watch.Elapsed < Patience;)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return server.DataDirectory;
    }

    private static string[] Settings => ["Workers=2", "Log:Level=None", "Jobs:MaximumAttempts=100", "Jobs:StopGrace=00:00:00.200"];

    private static async Task<IReadOnlyList<string>> ComeBackAsync(SimulatedDisk disk, Ledger ledger, DateTime moment, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-").FullName;
        disk.CutInto(folder, new Random(seed));
        using var server = new ServerProcess(Settings) { Data = folder };
        try
        {
            await server.StartAsync();
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            return [exception.Message];
        }

        using var client = server.NewClient();
        return await new LedgerCheck(ledger, moment).LossesAsync(client);
    }

    private static bool IsOpen(string path)
    {
        var end = File.ReadLines(path).LastOrDefault();
        return end is null || !end.Contains("+++ exited", StringComparison.Ordinal);
    }
}
