using System.IO.Compression;
using System.Text;
using Hansard.Engine.Tests;
using Hansard.Resilience.Ledgers;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.Postgres;
using Npgsql;

namespace Hansard.Resilience.Crashes;

/// <summary>A server that is killed while it brings the database of an earlier version up to date, at any of its calls.</summary>
[Requires("strace")]
public sealed class MigrationCrashTests(PostgresServer postgres, ResilienceReport report) : IClassFixture<PostgresServer>
{
    private const string OnSqlite = "Killed within a migration, SQLite";
    private const string OnPostgres = "Killed within a migration, PostgreSQL";
    private const string Said = "has never been surpassed";
    private const string Correction = """{ "base": 0, "text": "It has never been outdone." }""";

    // Data of this commit's version, by way of 14 migrations.
    private static readonly string Earlier = Fixtures.PathOf("data", "5590c6c.zip");

    [Fact]
    public Task Earlier_data_are_there_after_the_next_start() => KillAsync(FaultRun.Short(OnSqlite, 4));

    [Fact(Explicit = true)]
    public Task Earlier_data_are_there_after_the_next_start_of_a_thousand() => KillAsync(FaultRun.Long(OnSqlite));

    [Fact]
    public Task Earlier_data_in_PostgreSQL_are_there_after_the_next_start() => KillOnPostgresAsync(FaultRun.Short(OnPostgres, 3));

    [Fact(Explicit = true)]
    public Task Earlier_data_in_PostgreSQL_are_there_after_the_next_start_of_a_thousand()
        => KillOnPostgresAsync(FaultRun.Long(OnPostgres));

    private async Task KillAsync(FaultRun run)
    {
        var calls = await CountAsync(KilledAtCall.OfFiles, WorkedServer.Settings(), await EarlierFolderAsync());
        List<string> losses = [];
        var killed = 0;
        for (var i = 0; i < run.Times; i++)
        {
            var folder = await EarlierFolderAsync();

            // As often as it is unlucky.
            var unlucky = run.Random.Next(1, 4);
            for (var start = 0; start < unlucky; start++)
                if (await IsKilledAsync(KilledAtCall.Killer(calls, run.Random), WorkedServer.Settings(), folder)) killed++;
            using var server = new ServerProcess(WorkedServer.Settings()) { Data = folder };
            losses.AddRange(await LossesAsync(server));
        }

        report.Conclude("Crashes", run, losses, $"{killed:N0} kills");
        Assert.True(killed > 0, "It was never killed in time.");
    }

    // A server in use, taken back to how the first version's was.
    private async Task KillOnPostgresAsync(FaultRun run)
    {
        Tool.Of("postgresql").Require();
        var connection = await postgres.ReadyDatabaseAsync();
        var settings = WorkedServer.Settings($"Database={postgres.Address(connection)}");
        await using var worked = await WorkedServer.StartAsync(new ServerProcess(settings), new WorkPlan(run.Seed, Downloads: false));
        await worked.WorkAsync(40);
        List<string> losses = [.. await worked.LossesAsync()];
        await worked.Server.StopAsync();
        await ToFirstSchemaAsync(connection);
        var folder = worked.Server.DataDirectory;
        var calls = await CountAsync(KilledAtCall.OfSockets, settings, folder);
        var killed = 0;
        for (var i = 0; i < run.Times; i++)
        {
            await ToFirstSchemaAsync(connection);
            if (await IsKilledAsync(KilledAtCall.Killer(calls, run.Random), settings, folder)) killed++;
            await worked.Server.StartAsync();
            losses.AddRange(await worked.LossesAsync());
            await worked.Server.StopAsync();
        }

        report.Conclude("Crashes", run, losses, $"{killed:N0} kills, {worked.Ledger.Count:N0} acknowledged before");
        Assert.True(killed > 0, "It was never killed in time.");
    }

    // The folder stays: it is another's.
    private static async Task<IReadOnlyList<(string Call, int Most)>> CountAsync(
        IReadOnlyList<string> kinds, string[] settings, string folder)
    {
        var trace = Path.GetTempFileName();
        try
        {
            var server = new ServerProcess(settings) { Data = folder, Through = KilledAtCall.Counter(kinds, trace) };
            await server.StartAsync();
            await server.KillAsync();
            return KilledAtCall.Read(trace);
        }
        finally
        {
            File.Delete(trace);
        }
    }

    private static async Task<bool> IsKilledAsync(IReadOnlyList<string> killer, string[] settings, string folder)
    {
        var server = new ServerProcess(settings) { Data = folder, Through = killer };
        try
        {
            await server.StartAsync();
        }
        catch (Xunit.Sdk.XunitException)
        {
            return true;
        }

        await server.KillAsync();
        return false;
    }

    private static async Task<string> EarlierFolderAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-").FullName;
        await ZipFile.ExtractToDirectoryAsync(Earlier, folder, TestContext.Current.CancellationToken);
        return folder;
    }

    private static async Task<IReadOnlyList<string>> LossesAsync(ServerProcess server)
    {
        try
        {
            await server.StartAsync();
            using var client = server.NewClient();
            using var list = await client.GetAsync("/v1/transcriptions");
            var job = (await Answer.OkAsync(list, 200)).GetProperty("transcriptions").EnumerateArray().Single();
            var path = $"/v1/transcriptions/{job.String("id")}";
            using var before = await client.GetAsync($"{path}/transcript");
            Assert.Contains(Said, (await Answer.OkAsync(before, 200)).String("text"), StringComparison.Ordinal);
            using var body = new StringContent(Correction, Encoding.UTF8, "application/json");
            using var saved = await client.PostAsync($"{path}/revisions", body);
            await Answer.OkAsync(saved, 201);
            using var search = await client.GetAsync("/v1/search?q=outdone");
            Assert.Single((await Answer.OkAsync(search, 200)).GetProperty("results").EnumerateArray());
            return [];
        }
        catch (Exception exception) when (exception is Xunit.Sdk.XunitException or InvalidOperationException or HttpRequestException)
        {
            return [exception.Message];
        }
    }

    private static async Task ToFirstSchemaAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            DROP TABLE IF EXISTS commits, part_leases, parts, access_log;
            UPDATE schema_version SET version = 1, oldest = 1;
            """;
        await command.ExecuteNonQueryAsync();
    }
}
