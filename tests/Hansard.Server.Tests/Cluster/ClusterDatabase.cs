using Hansard.Server.Storage.Postgres;
using Hansard.Server.Tests.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Tests.Cluster;

/// <summary>A database with the tables of a cluster.</summary>
internal static class ClusterDatabase
{
    /// <returns>Its address, for --database.</returns>
    public static async Task<string> NewAsync(PostgresServer postgres)
    {
        var database = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var schema = source.CreateCommand(ClusterSchema.Statements);
        await schema.ExecuteNonQueryAsync();
        return postgres.Address(database);
    }
}
