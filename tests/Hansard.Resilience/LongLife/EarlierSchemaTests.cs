using System.Diagnostics;
using Dapper;
using Hansard.Resilience.Reports;
using Hansard.Server.Configuration;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Tests.Webhooks;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hansard.Resilience.LongLife;

/// <summary>Servers that open what servers with every earlier version of the schema have left.</summary>
public sealed class EarlierSchemaTests(PostgresServer postgres, ResilienceReport report) : IClassFixture<PostgresServer>
{
    private const int AtOnce = 4;

    [Fact]
    public async Task Everything_in_a_folder_of_any_version_is_there_in_this_one()
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Migrations.All.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (version, _) =>
            {
                var folder = await SchemaFixture.UnpackAsync(SchemaFixture.Sqlite(version));
                var database = Path.Combine(folder, "hansard.db");
                var names = SqliteSchemaCopy.NamesOf(database);
                await OpenAsync(folder, names.Contains, url =>
                {
                    using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
                    connection.Execute("UPDATE webhook_outbox SET url = @url, next_attempt_at = 0", new { url });
                });
            });
        report.Add("Long life", new ReportRow(
            "Folders of earlier versions opened", Migrations.All.Count, 0, 0, watch.Elapsed, "all of it read, jobs that waited ended"));
    }

    [Fact]
    [Requires("postgresql")]
    public async Task Everything_in_a_PostgreSQL_of_any_version_is_there_in_this_one()
    {
        var watch = Stopwatch.StartNew();
        for (var version = 1; version <= PostgresMigrations.All.Count; version++)
        {
            var folder = await SchemaFixture.UnpackAsync(SchemaFixture.Postgres(version));
            var dump = Path.Combine(folder, SchemaFixture.Dump);
            var database = await new PostgresSchemaCopy(postgres).LoadAsync(dump);
            File.Delete(dump);
            await using (var connection = new NpgsqlConnection(database))
            {
                await connection.OpenAsync();
                Assert.Equal(version, await connection.ExecuteScalarAsync<int>("SELECT version FROM schema_version"));
            }

            await OpenAsync(
                folder, _ => true,
                url =>
                {
                    using var connection = new NpgsqlConnection(database);
                    connection.Execute("UPDATE webhook_outbox SET url = @url, next_attempt_at = 0", new { url });
                },
                options => options.Database = postgres.Address(database));
        }

        report.Add("Long life", new ReportRow(
            "Databases of earlier versions opened, PostgreSQL", PostgresMigrations.All.Count, 0, 0, watch.Elapsed,
            "all of it read, jobs that waited ended"));
    }

    /// <summary>Makes the fixtures that are missing, when the schema has got another version; they are to be committed.</summary>
    [Fact(Explicit = true)]
    [Requires("postgresql")]
    public async Task Make_what_is_missing()
    {
        await SchemaFixtureMaking.MakeAsync();
        await SchemaFixtureMaking.MakeAsync(postgres);
    }

    private static async Task OpenAsync(
        string folder, Func<string, bool> had, Action<string> direct, Action<HansardServerOptions>? more = null)
    {
        await using var receiver = await Receiver.StartAsync();
        direct(receiver.Url());
        await using var server = await StartAsync(folder, more);
        await new KeptThingsCheck(server, had).RunAsync(receiver);
    }

    private static Task<TestServer> StartAsync(string? folder, Action<HansardServerOptions>? more) => TestServer.StartAsync(
        options =>
        {
            options.Workers = 1;
            options.AllowHosts.Add("127.0.0.1");
            options.AccessLog.Keep = TimeSpan.FromDays(100_000);
            more?.Invoke(options);
        },
        folder);
}
