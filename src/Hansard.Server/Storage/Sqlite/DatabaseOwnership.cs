using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Holds a database against the data directory that it lies in; see <see cref="DataOwnership"/>.</summary>
internal static class DatabaseOwnership
{
    private const string IdSetting = "data_id";

    /// <summary>Checks that a database is the directory's own, before it is migrated or written.</summary>
    /// <exception cref="IOException">It is refused; the message says why and what to do.</exception>
    public static void Check(SqliteConnection connection, DataDirectory directory, bool adopt)
    {
        if (HasTables(connection) && !Exists(connection, "transcriptions"))
        {
            throw new IOException(
                $"{directory.DatabaseFile} is not a database of Hansard's, and is left as it is: move it away, or give another data "
                + "directory with --data.");
        }

        var (marker, id) = (DataMarker.Read(directory), StoredId(connection));
        if (adopt || (id is not null && id == marker)) return;
        var count = ListedFile.Recordings(directory).Count(entry => entry.Blob is not null);
        if (count == 0) return;
        if (id is not null && marker is not null)
            throw DataOwnership.Refused(directory, count, "the database beside them, hansard.db, belongs to another data folder");
        if (!HasStoredFiles(connection))
            throw DataOwnership.Refused(directory, count, "the database beside them, hansard.db, is new and has never stored one");
    }

    /// <summary>Sees to it that the database and the marker have the same id.</summary>
    public static void Settle(SqliteConnection connection, DataDirectory directory)
    {
        var marker = DataMarker.Read(directory);
        var id = StoredId(connection) ?? connection.QuerySingle<string>(
            "INSERT INTO settings (name, value) VALUES (@IdSetting, @id) ON CONFLICT (name) DO UPDATE SET value = value RETURNING value",
            new { IdSetting, id = marker ?? Guid.NewGuid().ToString() });
        if (marker != id) DataMarker.Write(directory, id);
    }

    private static string? StoredId(SqliteConnection connection) => Exists(connection, "settings")
        ? connection.QuerySingleOrDefault<string>("SELECT value FROM settings WHERE name = @IdSetting", new { IdSetting })
        : null;

    // SQLite remembers the highest number that a table ever gave, whatever was deleted since.
    private static bool HasStoredFiles(SqliteConnection connection) => Exists(connection, "files")
        && connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'files' AND seq > 0)");

    private static bool HasTables(SqliteConnection connection)
        => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table')");

    private static bool Exists(SqliteConnection connection, string table) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = @table)", new { table });
}
