using Dapper;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Tests.Storage.Postgres;
using Npgsql;

namespace Hansard.Resilience.LongLife;

/// <summary>Dumps a database in an earlier version of the schema, with the rows of one in the newest; and loads such a dump.</summary>
/// <param name="server">Has the databases.</param>
internal sealed class PostgresSchemaCopy(PostgresServer server)
{
    /// <param name="from">The database, for Npgsql.</param>
    /// <param name="to">The file that is made.</param>
    /// <param name="version">Of the schema.</param>
    public async Task DumpAsync(string from, string to, int version)
    {
        var copy = await server.NewDatabaseAsync();
        await using (var source = new NpgsqlConnection(from))
        await using (var target = new NpgsqlConnection(copy))
        {
            await source.OpenAsync();
            await target.OpenAsync();
            foreach (var migration in PostgresMigrations.All.Take(version)) await target.ExecuteAsync(migration);
            await target.ExecuteAsync(
                """
                CREATE TABLE schema_version (version integer NOT NULL, oldest integer NOT NULL);
                INSERT INTO schema_version (version, oldest) VALUES (@version, 1);
                SET session_replication_role = 'replica';
                """,
                new { version });
            foreach (var table in await TablesAsync(target)) await CopyAsync(source, target, table);
            foreach (var (name, last) in await source.QueryAsync<(string, long)>(
                "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"))
                await target.ExecuteAsync(
                    "SELECT setval(to_regclass(@name), @last) WHERE to_regclass(@name) IS NOT NULL", new { name, last });
        }

        var folder = Directory.CreateTempSubdirectory("hansard-dump-");
        try
        {
            var dump = Path.Combine(folder.FullName, "dump.sql");
            await PostgresServer.OwnAsync(folder);
            await PostgresServer.RunAsOwnerAsync(
                "pg_dump", "-d", server.Address(copy), "--inserts", "--rows-per-insert=100", "--no-owner", "--no-privileges", "-f", dump);

            // Settings and commands of psql are other ones in each version of it; this one lets functions name what comes after them.
            await File.WriteAllLinesAsync(
                to,
                (await File.ReadAllLinesAsync(dump))
                    .Where(line => line.Length > 0 && line[0] is not '\\'
                        && !line.StartsWith("SET ", StringComparison.Ordinal) && !line.StartsWith("--", StringComparison.Ordinal))
                    .Prepend("SET check_function_bodies = false;"));
        }
        finally
        {
            await PostgresServer.RemoveAsync(folder);
        }
    }

    /// <summary>Makes a database of a dump.</summary>
    /// <returns>Where it is, for Npgsql.</returns>
    public async Task<string> LoadAsync(string dump)
    {
        var database = await server.NewDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("hansard-dump-");
        try
        {
            var path = Path.Combine(folder.FullName, "dump.sql");
            File.Copy(dump, path);
            await PostgresServer.OwnAsync(folder);
            await PostgresServer.RunAsOwnerAsync("psql", "-d", server.Address(database), "-q", "-v", "ON_ERROR_STOP=1", "-f", path);
            return database;
        }
        finally
        {
            await PostgresServer.RemoveAsync(folder);
        }
    }

    private static async Task CopyAsync(NpgsqlConnection source, NpgsqlConnection target, string table)
    {
        await target.ExecuteAsync($"DELETE FROM {table}");
        var columns = string.Join(", ", (await ColumnsAsync(target, table)).Intersect(await ColumnsAsync(source, table)));
        await using var read = await source.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) TO STDOUT (FORMAT BINARY)");
        await using var write = await target.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        await read.CopyToAsync(write);
    }

    private static async Task<List<string>> TablesAsync(NpgsqlConnection connection) => (await connection.QueryAsync<string>(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version'")).AsList();

    private static async Task<List<string>> ColumnsAsync(NpgsqlConnection connection, string table) => (await connection.QueryAsync<string>(
        """
        SELECT column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = @table AND is_generated = 'NEVER'
        """,
        new { table })).AsList();
}
