using System.Data.Common;
using Dapper;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hansard.Resilience.LongLife;

/// <summary>Makes the archives that are missing. Those of earlier versions stay as they were made.</summary>
internal static class SchemaFixtureMaking
{
    /// <summary>A port at which nobody listens, so that a webhook waits.</summary>
    private const string Nobody = "http://127.0.0.1:9/hook";

    /// <summary>Makes those of SQLite.</summary>
    public static async Task MakeAsync()
    {
        if (Missing(Migrations.All.Count, SchemaFixture.Sqlite) is not { Count: > 0 } missing) return;
        var folder = await LeaveAsync(null);
        var database = Path.Combine(folder, "hansard.db");
        await using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
            BreakOff(connection, folder);
        var copy = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.db");
        foreach (var version in missing)
        {
            SqliteSchemaCopy.Write(database, copy, version);
            await SchemaFixture.PackAsync(folder, copy, "hansard.db", SchemaFixture.Sqlite(version));
            File.Delete(copy);
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Makes those of PostgreSQL.</summary>
    public static async Task MakeAsync(PostgresServer server)
    {
        if (Missing(PostgresMigrations.All.Count, SchemaFixture.Postgres) is not { Count: > 0 } missing) return;
        var database = await server.NewDatabaseAsync();
        var folder = await LeaveAsync(server.Address(database));
        await using (var connection = new NpgsqlConnection(database)) BreakOff(connection, folder);
        var dump = Path.GetTempFileName();
        foreach (var version in missing)
        {
            await new PostgresSchemaCopy(server).DumpAsync(database, dump, version);
            await SchemaFixture.PackAsync(folder, dump, SchemaFixture.Dump, SchemaFixture.Postgres(version));
        }
        File.Delete(dump);
        Directory.Delete(folder, recursive: true);
    }

    private static List<int> Missing(int versions, Func<int, string> fixture)
        => [.. Enumerable.Range(1, versions).Where(version => !File.Exists(fixture(version)))];

    private static async Task<string> LeaveAsync(string? address)
    {
        var server = await TestServer.StartAsync(options =>
        {
            options.Workers = 1;
            options.Database = address;
            options.AllowHosts.Add("127.0.0.1");
        });
        await KeptThings.MakeAsync(server, Nobody);
        return await server.StopAndKeepDataAsync();
    }

    // A server that is stopped hands back what it works on; one that is killed does not.
    private static void BreakOff(DbConnection connection, string folder) => connection.Execute(
        """
        UPDATE transcriptions SET status = 'processing', attempts = 1, started_at = created_at WHERE client_reference_id = 'running';
        INSERT INTO leases (transcription_id, owner, expires_at)
        SELECT id, @owner, created_at + 60000 FROM transcriptions WHERE client_reference_id = 'running';
        """,
        new { owner = File.ReadAllText(DataDirectory.At(folder).ServerIdFile).Trim() });
}
