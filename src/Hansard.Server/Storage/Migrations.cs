using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage;

/// <summary>Brings the schema up to date. Each migration runs once, in order, and is never edited after a release.</summary>
internal static class Migrations
{
    private static readonly string[] All =
    [
        Schema.Version1,
        OutboundSchema.Migration,
    ];

    /// <exception cref="InvalidDataException">The database is newer than this program.</exception>
    public static void Apply(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = connection.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction);
        if (version > All.Length)
            throw new InvalidDataException($"The database has schema {version}, and this version of Hansard knows {All.Length}: use the version that wrote it, or a newer one.");
        if (version == All.Length) return;

        foreach (var migration in All.Skip(version)) connection.Execute(migration, transaction: transaction);
        connection.Execute($"PRAGMA user_version = {All.Length}", transaction: transaction);
        transaction.Commit();
    }
}
