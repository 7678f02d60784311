using System.Diagnostics;
using Hansard.Engine.Tests;
using Hansard.Resilience.Input;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Crashes;

/// <summary>
/// <c>hansard backup</c> of a server that works, and <c>hansard restore</c>, which are killed at any of their calls: what looks whole is
/// whole, and the next call makes it so.
/// </summary>
[Requires("strace")]
public sealed class BackupCrashTests(ResilienceReport report)
{
    private const string Fault = "Killed within a backup and a restore";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public Task Half_a_backup_is_none_and_half_a_restore_is_not_started() => KillAsync(FaultRun.Short(Fault, 2));

    [Fact(Explicit = true)]
    public Task Half_a_backup_is_none_and_half_a_restore_is_not_started_in_a_thousand() => KillAsync(FaultRun.Long(Fault));

    private async Task KillAsync(FaultRun run)
    {
        List<string> losses = [];
        var (kills, acknowledged) = (0, 0);
        BackupCalls? calls = null;
        for (var i = 0; i < run.Times; i++)
        {
            await using var worked = await WorkedServer.StartAsync(
                new ServerProcess(WorkedServer.Settings()), new WorkPlan(run.Seed + i, Webhooks: false));
            await worked.WorkAsync(30);
            calls ??= await CountAsync(worked.Server.DataDirectory);
            using var folder = new ScratchFolder();
            var backup = Path.Combine(folder.Path, "backup");
            var (began, killed) = await BackUpAsync(worked, backup, KilledAtCall.Killer(calls.Backup, run.Random), losses);
            var check = new LedgerCheck(worked.Ledger, began, DateTime.UtcNow);
            if (killed) kills++;
            if (await RestoreAsync(backup, folder.Path, KilledAtCall.Killer(calls.Restore, run.Random), check, losses)) kills++;
            losses.AddRange(await worked.LossesAsync());
            acknowledged += worked.Ledger.Count;
        }

        report.Conclude("Crashes", run, losses, $"{kills:N0} kills, {acknowledged:N0} acknowledged");
        Assert.True(kills > 0, "Nothing was ever killed in time.");
    }

    private static async Task<BackupCalls> CountAsync(string data)
    {
        using var folder = new ScratchFolder();
        var (trace, backup) = (Path.Combine(folder.Path, "trace"), Path.Combine(folder.Path, "backup"));
        await SucceedAsync(KilledAtCall.Counter(KilledAtCall.OfFiles, trace), "backup", backup, "--data", data);
        var ofBackup = KilledAtCall.Read(trace);
        await SucceedAsync(
            KilledAtCall.Counter(KilledAtCall.OfFiles, trace), "restore", backup, "--data", Path.Combine(folder.Path, "data"));
        return new BackupCalls(ofBackup, KilledAtCall.Read(trace));
    }

    // While clients work. It is of a moment after the time that is given.
    private static async Task<(DateTime Began, bool IsKilled)> BackUpAsync(
        WorkedServer worked, string backup, IReadOnlyList<string> killer, List<string> losses)
    {
        var began = DateTime.UtcNow;
        var isKilled = await RunAsync(killer, "backup", backup, "--data", worked.Server.DataDirectory) != 0;
        if (isKilled)
        {
            if (await RunAsync([], "restore", backup, "--check") == 0) losses.Add("Half a backup passes for a whole one.");
            began = DateTime.UtcNow;
            await SucceedAsync([], "backup", backup, "--data", worked.Server.DataDirectory);
        }

        await worked.EndWorkAsync();
        return (began, isKilled);
    }

    private static async Task<bool> RestoreAsync(
        string backup, string folder, IReadOnlyList<string> killer, LedgerCheck check, List<string> losses)
    {
        var data = Path.Combine(folder, "data");
        var isKilled = await RunAsync(killer, "restore", backup, "--data", data) != 0;
        if (isKilled)
        {
            if (await StartsOnHalfAsync(data, check) is { } what) losses.Add(what);
            data = Path.Combine(folder, "again");
            await SucceedAsync([], "restore", backup, "--data", data);
        }

        using var server = new ServerProcess(WorkedServer.Settings()) { Data = data };
        await server.StartAsync();
        using var client = server.NewClient();
        losses.AddRange(await check.LossesAsync(client));
        return isKilled;
    }

    // Either nothing is there, and a server would be a new one; or all of it; or the start is refused in a sentence.
    private static async Task<string?> StartsOnHalfAsync(string data, LedgerCheck check)
    {
        if (!Directory.Exists(data) || !Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Any()) return null;
        using var server = new ServerProcess(WorkedServer.Settings()) { Data = data };
        try
        {
            await server.StartAsync();
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            return exception.Message.Contains("IOException: ", StringComparison.Ordinal) ? null : exception.Message;
        }

        using var client = server.NewClient();
        var losses = await check.LossesAsync(client);
        return losses.Count == 0 ? null : $"A server starts on half a restore: {string.Join(' ', losses.Take(3))}";
    }

    private static async Task SucceedAsync(IReadOnlyList<string> through, params string[] arguments)
        => Assert.Equal(0, await RunAsync(through, arguments));

    private static async Task<int> RunAsync(IReadOnlyList<string> through, params string[] arguments)
    {
        var program = Path.Combine(
            Fixtures.Repository, "artifacts", "bin", "Hansard.Cli",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "hansard.dll");
        string[] command = [.. through, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        TestContext.Current.TestOutputHelper?.WriteLine($"{arguments[0]}: {process.ExitCode} {await output}{await error}");
        return process.ExitCode;
    }

    // That may be hit.
    private sealed record BackupCalls(IReadOnlyList<(string Call, int Most)> Backup, IReadOnlyList<(string Call, int Most)> Restore);
}
