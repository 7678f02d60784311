using System.Globalization;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Crashes;

/// <summary>A server whose clock jumps back and forth by up to two days while clients work with it.</summary>
public sealed class ClockJumpTests(ResilienceReport report)
{
    private const string Fault = "Clock jumps, SQLite";
    private const int Furthest = 2 * 24 * 60 * 60;

    [Fact]
    public Task Nothing_is_lost_held_up_or_deleted() => JumpAsync(FaultRun.Short(Fault, 20));

    [Fact(Explicit = true)]
    public Task Nothing_is_lost_held_up_or_deleted_by_a_thousand() => JumpAsync(FaultRun.Long(Fault));

    private async Task JumpAsync(FaultRun run)
    {
        var clock = Path.GetTempFileName();
        try
        {
            await SetAsync(clock, 0);
            var settings = WorkedServer.Settings(
                $"Clock=@{clock}", "Workers=16", "Retention:Transcriptions=30.00:00:00", "Retention:Files=30.00:00:00");
            await using var worked = await WorkedServer.StartAsync(
                new ServerProcess(settings), new WorkPlan(run.Seed, Webhooks: false));
            for (var i = 0; i < run.Times; i++)
            {
                await SetAsync(clock, run.Random.Next(-Furthest, Furthest));
                await Task.Delay(run.Random.Next(150), TestContext.Current.CancellationToken);
            }

            report.Conclude("Crashes", run, await worked.LossesAsync(), $"{worked.Ledger.Count:N0} acknowledged");
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
