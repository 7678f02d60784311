using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.DiskFaults;

/// <summary>A server whose disk is full, broken or read-only for some of its calls, at any of them.</summary>
public sealed class DiskFaultTests(ResilienceReport report)
{
    private static readonly TimeSpan Before = TimeSpan.FromMilliseconds(500);
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
        => FailAsync(FaultRun.Short($"{call}: {error}", 0), call, error, downloads: false);

    [Theory(Explicit = true)]
    [MemberData(nameof(Faults))]
    [Requires("strace")]
    public Task Server_says_what_is_wrong_loses_nothing_and_goes_on_a_thousand_times(string call, string error)
        => FailAsync(FaultRun.Long($"{call}: {error}"), call, error, downloads: true);

    // Until so many calls have failed, and for a short run at least.
    private async Task FailAsync(FaultRun run, string call, string error, bool downloads)
    {
        List<string> losses = [];
        var (wanted, acknowledged) = (run.Times, 0);
        run.Times = 0;
        do
        {
            var (every, plan) = (run.Random.Next(3, 20), new WorkPlan(run.Random.Next(), downloads, Webhooks: false));
            await using var worked = await WorkedServer.StartAsync(new ServerProcess(WorkedServer.Settings()), plan);
            await Task.Delay(Before, TestContext.Current.CancellationToken);
            await using (var fault = await InjectedFault.BeginAsync(worked.Server, call, error, every))
            {
                await Task.Delay(ShortRun, TestContext.Current.CancellationToken);
                run.Times += fault.Count;
            }

            await Task.Delay(Before, TestContext.Current.CancellationToken);
            losses.AddRange(await worked.LossesAsync());
            await worked.Server.KillAsync();
            await worked.Server.StartAsync();
            losses.AddRange(await worked.LossesAsync());
            if (losses.Count > 0) losses.Add($"…{worked.Server.Log[^Math.Min(3000, worked.Server.Log.Length)..]}");
            acknowledged += worked.Ledger.Count;
        }
        while (run.Times < wanted && losses.Count == 0 && run.Took < Patience);
        report.Conclude("Faults of the disk", run, losses, $"{acknowledged:N0} acknowledged");
        Assert.True(run.Times > 0, "No call failed.");
    }
}
