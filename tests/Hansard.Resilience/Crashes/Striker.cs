using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Storage.Postgres;
using Npgsql;

namespace Hansard.Resilience.Crashes;

/// <summary>Deals strokes to a server and its database.</summary>
/// <param name="server">The server.</param>
/// <param name="postgres">Has its database, where that is not SQLite.</param>
/// <param name="connectionString">The database in PostgreSQL; null: SQLite.</param>
/// <param name="longestLock">The longest time for which another program has the database.</param>
internal sealed class Striker(ServerProcess server, PostgresServer postgres, string? connectionString, TimeSpan longestLock)
{
    // Of a lock.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>Deals one, and has everything run again.</summary>
    /// <param name="stroke">Of which kind.</param>
    /// <param name="random">Chooses the rest of it.</param>
    public async Task StrikeAsync(Stroke stroke, Random random)
    {
        switch (stroke)
        {
            case Stroke.Kill:
                await server.KillAsync();
                await server.StartAsync();
                break;
            case Stroke.Terminate:
                await server.StopAsync();
                await server.StartAsync();
                break;
            case Stroke.KillDatabase:
                await postgres.KillAsync();
                await postgres.StartAsync();
                break;
            case Stroke.LockDatabase when connectionString is null:
                using (var other = DataFolder.Connect(Path.Combine(server.DataDirectory, "hansard.db")))
                {
                    // As a program does that writes: sooner or later it has its turn.
                    using var transaction = other.BeginTransaction(deferred: false);
                    await HoldAsync(random);
                }

                break;
            case Stroke.LockDatabase:
                await LockTableAsync(random);
                break;
            case Stroke.CutConnections:
                await ExecuteAsync(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """);
                break;
        }
    }

    // Short ones are commoner: a thousand of up to a minute take an hour.
    private Task HoldAsync(Random random) => Task.Delay(
        Shortest * Math.Pow(longestLock / Shortest, Math.Pow(random.NextDouble(), 3)), TestContext.Current.CancellationToken);

    private async Task LockTableAsync(Random random)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
        List<string> tables = [];
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        command.CommandText = $"LOCK TABLE {tables[random.Next(tables.Count)]} IN ACCESS EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync();
        await HoldAsync(random);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
