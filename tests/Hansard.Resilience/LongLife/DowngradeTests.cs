using System.Diagnostics;
using System.Security.Cryptography;
using Dapper;
using Hansard.Engine.Tests;
using Hansard.Resilience.Reports;
using Hansard.Server.Configuration;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hansard.Resilience.LongLife;

/// <summary>Commands on a database that a later version of the program has changed.</summary>
public sealed class DowngradeTests(PostgresServer postgres, ResilienceReport report) : IClassFixture<PostgresServer>
{
    private const string Later = "999.1.0";

    private static string Own => BuildVersion.Current.Split('+')[0];

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_folder_of_a_later_version_is_refused_by_name_and_left_as_it_was()
    {
        var watch = Stopwatch.StartNew();
        var known = Migrations.All.Count;
        var folder = await SchemaFixture.UnpackAsync(SchemaFixture.Sqlite(known));
        Directory.CreateDirectory(Path.Combine(folder, "temporary"));
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "hansard.db")};Pooling=False"))
            connection.Execute(
                $"""
                ALTER TABLE transcriptions RENAME COLUMN notes TO remarks; PRAGMA user_version = {known + 1};
                INSERT OR REPLACE INTO settings (name, value) VALUES ('schema_author', '{Later}');
                """);
        var before = await DigestAsync(folder);
        var backup = Path.Combine(Path.GetTempPath(), $"hansard-backup-{Guid.NewGuid()}");
        string[][] commands =
        [
            ["serve", "--port", "0", "--data", folder], ["keys", "list", "--data", folder], ["keys", "create", "--data", folder],
            ["backup", backup, "--data", folder],
        ];
        foreach (var command in commands) await RefusedAsync(command, known);
        Assert.Equal(before, await DigestAsync(folder));
        Assert.False(Directory.Exists(backup) && Directory.EnumerateFileSystemEntries(backup).Any(), "A backup was begun.");
        Directory.Delete(folder, recursive: true);
        report.Add("Long life", new ReportRow(
            "Commands on a folder of a later version", commands.Length, 0, 0, watch.Elapsed, "all refused, nothing changed"));
    }

    [Fact]
    [Requires("ffmpeg", "postgresql")]
    public async Task A_PostgreSQL_of_a_later_version_is_refused_by_name_and_left_as_it_was()
    {
        var watch = Stopwatch.StartNew();
        var known = PostgresMigrations.All.Count;
        var folder = await SchemaFixture.UnpackAsync(SchemaFixture.Postgres(known));
        Directory.CreateDirectory(Path.Combine(folder, "temporary"));
        var dump = Path.Combine(folder, SchemaFixture.Dump);
        var database = await new PostgresSchemaCopy(postgres).LoadAsync(dump);
        File.Delete(dump);
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(
                """
                ALTER TABLE transcriptions RENAME COLUMN notes TO remarks;
                UPDATE schema_version SET version = @schema, oldest = @schema;
                INSERT INTO settings (name, value) VALUES ('schema_author', @Later) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
                """,
                new { schema = known + 1, Later });
        }
        var (files, rows) = (await DigestAsync(folder), await RowsAsync(database));
        var address = postgres.Address(database);
        string[][] commands =
        [
            ["serve", "--port", "0", "--data", folder, "--database", address], ["keys", "list", "--data", folder, "--database", address],
        ];
        foreach (var command in commands) await RefusedAsync(command, known);
        Assert.Equal(files, await DigestAsync(folder));
        Assert.Equal(rows, await RowsAsync(database));
        Directory.Delete(folder, recursive: true);
        report.Add("Long life", new ReportRow(
            "Commands on a PostgreSQL of a later version", commands.Length, 0, 0, watch.Elapsed, "all refused, nothing changed"));
    }

    private static async Task RefusedAsync(string[] arguments, int known)
    {
        var program = Path.Combine(
            Fixtures.Repository, "artifacts", "bin", "Hansard.Cli",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "hansard.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = (await process.StandardError.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 1, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {error} {await output}");
        Assert.StartsWith("hansard: The database ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Contains(
            $"was brought to schema {known + 1} by Hansard {Later}, and this is Hansard {Own}, which knows schemas up to {known}: ", error,
            StringComparison.Ordinal);
        Assert.Contains("Start the newer version again, or restore the backup", error, StringComparison.Ordinal);
    }

    private static async Task<List<string>> DigestAsync(string folder)
    {
        var lines = new List<string>();
        foreach (var path in Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            lines.Add(File.Exists(path) ? $"{path} {Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path)))}" : path);
        return lines;
    }

    private static async Task<List<string>> RowsAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var tables = await connection.QueryAsync<string>("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
        var lines = new List<string>();
        foreach (var table in tables)
            lines.Add($"{table} {await connection.ExecuteScalarAsync<string>(
                $"SELECT md5(coalesce(string_agg(CAST(t AS text), ';' ORDER BY CAST(t AS text)), '')) FROM {table} t")}");
        return lines;
    }
}
