using System.Data.Common;
using Dapper;
using Hansard.Server.Storage.Sql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>Brings the schema up to date. Each migration runs once, in order, and is never edited after a release.</summary>
/// <remarks>
/// Servers of the former version go on beside the new one while they are replaced one after the other. So a migration only adds what they
/// need not know of (columns with a default, tables, indices); what nobody uses any more is removed by a later version, whose
/// <see cref="Oldest"/> says so. <c>schema_version</c> has both numbers: an older program works on when it is not older than that.
/// </remarks>
internal static class PostgresMigrations
{
    // The oldest program, by the number of migrations that it knew, that can work with the tables as they are now.
    private const int Oldest = 1;

    // Any number of servers may start at once.
    private const long Lock = 0x68616E73617264;

    /// <summary>The statements of each version, the first one's first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        FunctionsSchema.Statements + ProjectsSchema.Statements + TranscriptionsSchema.Statements + CountsSchema.Statements
            + ClusterSchema.Statements + ObjectsSchema.Statements,
        AccessLogSchema.Statements,
        PartsSchema.Statements,
        CommitsSchema.Statements,
        NamesSchema.Statements,
    ];

    /// <summary>The number of the newest schema that this program knows.</summary>
    public static int Newest => All.Count;

    /// <summary>Runs those that are missing; in a transaction.</summary>
    /// <returns>The version that the database had before; 0 for a new one.</returns>
    /// <exception cref="InvalidDataException">The database is too new, or PostgreSQL too old.</exception>
    public static int Apply(DbConnection connection)
    {
        CheckServer(connection);
        if (Version(connection) is { } ready && IsUsable(ready) && ready.Version >= All.Count) return ready.Version;
        connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock });
        var former = Version(connection);
        if (former is { } known)
        {
            if (!IsUsable(known)) throw SchemaAuthor.Refusal(connection, connection.Database, known.Version, All.Count);
            if (known.Version >= All.Count) return known.Version;
        }

        foreach (var migration in All.Skip(former?.Version ?? 0)) connection.Execute(migration);
        connection.Execute(
            """
            CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL, oldest integer NOT NULL);
            DELETE FROM schema_version;
            INSERT INTO schema_version (version, oldest) VALUES (@version, @Oldest);
            """,
            new { version = All.Count, Oldest });
        SchemaAuthor.Note(connection);
        return former?.Version ?? 0;
    }

    private static bool IsUsable(SchemaVersion version) => version.Oldest <= All.Count;

    // By the rows of pg_class: to_regclass remembers until a table is locked that there was none before the lock was waited for.
    private static SchemaVersion? Version(DbConnection connection)
        => connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relname = 'schema_version' AND pg_catalog.pg_table_is_visible(oid))")
            ? connection.QuerySingleOrDefault<SchemaVersion>("SELECT version Version, oldest Oldest FROM schema_version")
            : null;

    private static void CheckServer(DbConnection connection)
    {
        const int Needed = 15;
        var number = connection.ExecuteScalar<int>("SELECT CAST(current_setting('server_version_num') AS integer)");
        if (number < Needed * 10000)
            throw new InvalidDataException($"PostgreSQL {number / 10000} is too old: Hansard needs {Needed} or a newer one.");
        var encoding = connection.ExecuteScalar<string>("SELECT current_setting('server_encoding')");
        if (encoding != "UTF8")
            throw new InvalidDataException(
                $"The database has the encoding {encoding}, in which not every name can be stored: make one with ENCODING 'UTF8'.");
    }

    private sealed record SchemaVersion(int Version, int Oldest);
}
