using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.PowerCuts;

/// <summary>
/// A server whose machine loses its power at any moment: every change that it makes to its files is written down, and from what was
/// certain to be on the disk at a moment, and chance for the rest, a disk is made on which a server has to come back.
/// </summary>
[Requires("strace")]
public sealed class PowerCutTests(ResilienceReport report)
{
    private const string Fault = "PowerCut, SQLite";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Nothing_acknowledged_is_lost_or_torn() => CutAsync(FaultRun.Short(Fault, 12), TimeSpan.FromSeconds(4));

    // Half an hour.
    [Fact(Explicit = true)]
    public Task Nothing_acknowledged_is_lost_or_torn_by_a_thousand() => CutAsync(FaultRun.Long(Fault), TimeSpan.FromSeconds(8));

    private async Task CutAsync(FaultRun run, TimeSpan time)
    {
        var trace = Path.GetTempFileName();
        try
        {
            // It is asked for recordings, and told by webhooks, afterwards too.
            await using var worked = await WorkedServer.StartAsync(
                new ServerProcess(WorkedServer.Settings()) { Through = SystemCallTrace.Tracer(trace) }, new WorkPlan(run.Seed));
            await StopAfterAsync(worked, time, trace);
            var root = worked.Server.DataDirectory;
            var calls = SystemCallTrace.Read(trace).ToList();
            List<string> losses = [];
            var disk = new SimulatedDisk(root);
            var done = 0;
            var first = calls.FindIndex(call => call.Name == "mkdir" && call.Arguments[0].Path == root + "/files");
            foreach (var cut in Enumerable.Range(0, run.Times).Select(_ => run.Random.Next(first, calls.Count)).Order().ToList())
            {
                for (; done <= cut; done++) disk.Apply(calls[done]);
                foreach (var loss in await ComeBackAsync(disk, worked, calls[cut].Time, run.Random.Next()))
                    losses.Add($"After call {cut} ({calls[cut].Name} {calls[cut].Arguments[0].Path}): {loss}");
            }

            report.Conclude(
                "Crashes", run, losses,
                $"{worked.Ledger.Count:N0} acknowledged, {calls.Count(call => call.Name is "fsync" or "fdatasync"):N0} syncs");
        }
        finally
        {
            File.Delete(trace);
        }
    }

    private static async Task StopAfterAsync(WorkedServer worked, TimeSpan time, string trace)
    {
        await Task.Delay(time, TestContext.Current.CancellationToken);
        await worked.EndWorkAsync();
        Assert.Empty(worked.Wrong);
        await worked.Server.StopAsync();

        // The tracer is a process of its own.
        for (var end = DateTime.UtcNow + Patience; IsOpen(trace) && DateTime.UtcNow < end;)
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<string>> ComeBackAsync(SimulatedDisk disk, WorkedServer worked, DateTime moment, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-").FullName;
        disk.CutInto(folder, new Random(seed));
        using var server = new ServerProcess(WorkedServer.Settings()) { Data = folder };
        var webhooks = new WebhookCheck(worked.Ledger, worked.Receiver, moment);
        try
        {
            await server.StartAsync();
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            return [exception.Message];
        }

        using var client = server.NewClient();
        return [.. await new LedgerCheck(worked.Ledger, moment).LossesAsync(client), .. await webhooks.LossesAsync()];
    }

    private static bool IsOpen(string path)
    {
        var end = File.ReadLines(path).LastOrDefault();
        return end is null || !end.Contains("+++ exited", StringComparison.Ordinal);
    }
}
