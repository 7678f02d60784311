using Npgsql;

namespace Hansard.Server.Tests.Storage.Postgres;

[Collection(PostgresTests.Name)]
public sealed class PostgresServerTests(PostgresServer postgres)
{
    [Fact]
    public async Task Databases_are_apart()
    {
        var (one, other) = (await postgres.NewDatabaseAsync(), await postgres.NewDatabaseAsync());
        await using var source = NpgsqlDataSource.Create(one);
        await using var command = source.CreateCommand("SELECT current_database()");
        Assert.NotEqual(
            new NpgsqlConnectionStringBuilder(other).Database, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
