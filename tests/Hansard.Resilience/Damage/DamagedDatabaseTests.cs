using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests;

namespace Hansard.Resilience.Damage;

/// <summary>A server that starts on a database that its disk, or somebody, has spoilt: it says so, as far as SQLite can tell.</summary>
public sealed class DamagedDatabaseTests(ResilienceReport report)
{
    private const int Work = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(PageDamage.Bits, 3)]
    [InlineData(PageDamage.Zeros, 2)]
    [InlineData(PageDamage.Noise, 2)]
    [InlineData(PageDamage.Misplaced, 2)]
    [InlineData(PageDamage.Cut, 2)]
    public Task Damage_is_told_and_nothing_hangs_or_ends(PageDamage damage, int times)
        => SpoilAsync(FaultRun.Short($"Damaged page of SQLite: {damage}", times), damage);

    [Theory(Explicit = true)]
    [InlineData(PageDamage.Bits)]
    [InlineData(PageDamage.Zeros)]
    [InlineData(PageDamage.Noise)]
    [InlineData(PageDamage.Misplaced)]
    [InlineData(PageDamage.Cut)]
    public Task Damage_is_told_and_nothing_hangs_or_ends_in_a_thousand(PageDamage damage)
        => SpoilAsync(FaultRun.Long($"Damaged page of SQLite: {damage}"), damage);

    private async Task SpoilAsync(FaultRun run, PageDamage damage)
    {
        await using var worked = await WorkedServer.StartAsync(
            new ServerProcess(WorkedServer.Settings()), new WorkPlan(run.Seed, Downloads: false, Webhooks: false));
        await worked.WorkAsync(Work);
        Assert.Empty(await worked.LossesAsync());
        await worked.Server.StopAsync();
        var (refused, told, found, wrong, unharmed, changed) = (0, 0, 0, 0, 0, 0);
        List<string> faults = [];
        for (var i = 0; i < run.Times; i++)
        {
            var folder = Directory.CreateTempSubdirectory("hansard-test-").FullName;
            CopyFolder(worked.Server.DataDirectory, folder);
            var did = DamagedFile.Spoil(Path.Combine(folder, "hansard.db"), damage, run.Random);
            var damaged = Examine(folder);
            using var server = new ServerProcess(WorkedServer.Settings()) { Data = folder };
            if (await RefusalAsync(server) is { } refusal)
            {
                refused++;
                if (!refusal.Contains("InvalidDataException: The database ", StringComparison.Ordinal))
                    faults.Add($"{did}: the start says {refusal}");
                continue;
            }

            var reading = new Reading(worked.Ledger);
            using var client = server.NewClient();
            await reading.RunAsync(client);
            var isReady = await IsReadyAsync(client, until: damaged is null);
            if (damaged is not null && isReady) faults.Add($"{did}: it is ready all the same: {damaged}");
            if (reading.Refused + reading.Failed.Count > 0) told++;
            else if (damaged is not null && reading.Wrong.Count > 0) wrong++;
            else if (damaged is not null) found++;
            else if (reading.Wrong.Count == 0) unharmed++;
            else
            {
                changed++;

                // A page that is no page, or another's, is never taken for the right one.
                if (damage is not PageDamage.Bits) faults.Add($"{did}: {string.Join("; ", reading.Wrong.Take(3))}");
            }
        }

        report.Conclude(
            "Crashes", run, faults,
            $"{refused:N0} refused at the start, {told:N0} told by answers, {found + wrong:N0} by the review alone ({wrong:N0} with a "
            + $"wrong answer), {changed:N0} not to be found, {unharmed:N0} without any harm");
    }

    // The review is over soon after the start, of so small a database.
    private static async Task<bool> IsReadyAsync(HttpClient client, bool until)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(100))
        {
            using var ready = await client.GetAsync("/readyz");
            if (ready.IsSuccessStatusCode == until || DateTime.UtcNow > end) return ready.IsSuccessStatusCode;
        }
    }

    // As hansard doctor does.
    private static string? Examine(string folder)
    {
        try
        {
            DatabaseExamination.Check(
                DataDirectory.At(folder).DatabaseFile, TestContext.Current.CancellationToken);
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }

    private static async Task<string?> RefusalAsync(ServerProcess server)
    {
        try
        {
            await server.StartAsync();
            return null;
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            return exception.Message;
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)), overwrite: true);
    }
}
