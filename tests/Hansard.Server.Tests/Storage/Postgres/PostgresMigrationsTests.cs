using Dapper;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Tests.Storage.Stores;
using Npgsql;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>The start of servers on a database that is new, newer, or none that they can use.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresMigrationsTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Eight_servers_that_start_at_once_make_the_tables_once()
    {
        var connection = await postgres.NewDatabaseAsync();
        var databases = await Together.RunAsync(8, _ => OpenAsync(connection));
        Assert.Equal(
            [0, .. Enumerable.Repeat(PostgresMigrations.Newest, 7)], databases.Select(database => database.FormerSchema).Order());
        foreach (var database in databases)
        {
            await ((Hansard.Server.Storage.IDatabase)database).ProbeAsync(Patience);
            database.Dispose();
        }
        Assert.Equal((PostgresMigrations.Newest, 1), await VersionAsync(connection));
    }

    [Fact]
    public async Task Newer_schema_is_worked_with_where_it_says_so_and_refused_where_not()
    {
        var connection = await postgres.ReadyDatabaseAsync();
        await ExecuteAsync(connection, "UPDATE schema_version SET version = 99");
        using (var database = await OpenAsync(connection)) Assert.Equal(99, database.FormerSchema);
        Assert.Equal((99, 1), await VersionAsync(connection));

        await ExecuteAsync(connection, "UPDATE schema_version SET oldest = 98");
        await ExecuteAsync(
            connection,
            """
            INSERT INTO settings (name, value) VALUES ('schema_author', '9.9.9') ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(connection));
        Assert.Matches(
            $"^The database .+ was brought to schema 99 by Hansard 9.9.9, and this is Hansard .+, which knows schemas up to "
            + $"{PostgresMigrations.Newest}: ",
            fault.Message);
        Assert.Equal((99, 98), await VersionAsync(connection));
    }

    [Theory]
    [InlineData("SQL_ASCII")]
    [InlineData("LATIN1")]
    public async Task Database_of_another_encoding_is_refused_and_left_alone(string encoding)
    {
        var connection = await postgres.NewDatabaseAsync($"TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'");
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(connection));
        Assert.Contains($"encoding {encoding}", fault.Message);
        Assert.Contains("ENCODING 'UTF8'", fault.Message);
        await using var source = NpgsqlDataSource.Create(connection);
        await using var opened = await source.OpenConnectionAsync();
        Assert.Equal(0, await opened.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    private static Task<PostgresDatabase> OpenAsync(string connection)
        => PostgresDatabase.OpenAsync(NpgsqlDataSource.Create(connection), Patience);

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var opened = await source.OpenConnectionAsync();
        await opened.ExecuteAsync(sql);
    }

    private static async Task<(int Version, int Oldest)> VersionAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var opened = await source.OpenConnectionAsync();
        return await opened.QuerySingleAsync<(int, int)>("SELECT version, oldest FROM schema_version");
    }
}
