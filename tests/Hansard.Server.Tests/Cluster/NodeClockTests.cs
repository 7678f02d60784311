using Dapper;
using Hansard.Server.Tests.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Nodes whose clocks are set while they start, or between a run and the next.</summary>
public sealed class NodeClockTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task A_node_whose_clock_goes_ahead_by_a_day_while_it_starts_goes_on()
    {
        var database = await postgres.ReadyDatabaseAsync();

        // What Orleans takes from the system's clock is a day behind what it reads from this one.
        using var server = new ServerProcess($"Database={postgres.Address(database)}", "Clock=86400");
        await server.StartAsync();
        await TranscribeAsync(server);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_whose_clock_was_set_back_by_an_hour_starts_again_at_its_address(bool isKilled)
    {
        var database = await postgres.ReadyDatabaseAsync();
        using var server = new ServerProcess($"Database={postgres.Address(database)}");
        await server.StartAsync();
        if (isKilled) await server.KillAsync();
        else await server.StopAsync();
        var former = await SetAheadAsync(database, seconds: 3600);

        await server.StartAsync();
        await TranscribeAsync(server);
        Assert.Contains(former.Split('@')[0], server.Log, StringComparison.Ordinal);
        Assert.True(await GenerationAsync(database) > int.Parse(former.Split('@')[1]));
    }

    private static async Task TranscribeAsync(ServerProcess server)
    {
        using var client = server.NewClient();
        var file = (await client.UploadAsync(new StringContent("hello"))).String("id");
        await client.WaitAsync(await client.CreateAsync("file_id", file), "completed");
    }

    // As if the last run had begun later: its silo is ADDRESS:PORT@SECONDS.
    private static async Task<string> SetAheadAsync(string database, int seconds)
    {
        await using var connection = new NpgsqlConnection(database);
        return await connection.QuerySingleAsync<string>(
            """
            UPDATE cluster_members
            SET silo = split_part(silo, '@', 1) || '@' || (split_part(silo, '@', 2)::integer + @seconds)
            RETURNING silo
            """,
            new { seconds });
    }

    private static async Task<int> GenerationAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        return await connection.QuerySingleAsync<int>("SELECT max(split_part(silo, '@', 2)::integer) FROM cluster_members");
    }
}
