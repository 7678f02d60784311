using Dapper;
using Hansard.Server.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Brings the schema up to date. Each migration runs once, in order, and is never edited after a release.</summary>
internal static class Migrations
{
    /// <summary>The statements of each version, the first one's first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Schema.Version1,
        Schema.Version2,
        OutboundSchema.Migration,
        LeaseSchema.Migration,
        WarningsSchema.Migration,
        VoicesSchema.Migration,
        TracksSchema.Migration,
        ChangesSchema.Migration,
        SearchSchema.Migration,
        SharesSchema.Migration,
        VocabularySchema.Migration,
        RevisionsSchema.Migration,
        WaveformSchema.Migration,
        AlternativesSchema.Migration,
        SummariesSchema.Migration,
        ConsentSchema.Migration,
        ReplacementsSchema.Migration,
        AdministrationSchema.Migration,
        DoorsSchema.Migration,
        LiveSchema.Migration,
        RealtimeSchema.Migration,
        LeasesSchema.Migration,
        CountsSchema.Migration,
        QueueSchema.Migration,
        ObjectsSchema.Migration,
        AccessLogSchema.Migration,
        PartsSchema.Migration,
        NamesSchema.Migration,
        PassageOrderSchema.Migration,
    ];

    /// <returns>The version that the database had before; 0 for a new one.</returns>
    /// <exception cref="InvalidDataException">The database is newer than this program.</exception>
    public static int Apply(SqliteConnection connection)
    {
        // Most often there is nothing to do, and no reason to wait for whoever writes.
        if (Version(connection) == All.Count) return All.Count;
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = CheckKnown(connection);
        foreach (var migration in All.Skip(version)) connection.Execute(migration, transaction: transaction);
        connection.Execute($"PRAGMA user_version = {All.Count}", transaction: transaction);
        SchemaAuthor.Note(connection, transaction);
        transaction.Commit();
        return version;
    }

    /// <summary>Sees to it that this program knows the schema of a database.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="InvalidDataException">The database is newer than this program.</exception>
    public static int CheckKnown(SqliteConnection connection)
    {
        var version = Version(connection);
        return version <= All.Count ? version : throw SchemaAuthor.Refusal(connection, connection.DataSource, version, All.Count);
    }

    private static int Version(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");
}
