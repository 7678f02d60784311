using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage;

/// <summary>
/// Holds a data directory, its database and the recordings in it against each other, before any of them is changed.
/// </summary>
/// <remarks>
/// Nothing is deleted that the database does not name, so these checks protect no recording: they keep people from a server that
/// starts as if it were new while their recordings lie beside it, and from a server in a folder that was meant for something else.
/// </remarks>
internal static class DataOwnership
{
    private const string IdSetting = "data_id";

    /// <summary>Checks what lies in the folders, before a database is opened or made.</summary>
    /// <exception cref="IOException">The directory is refused; the message says why and what to do.</exception>
    public static void CheckFolders(DataDirectory directory, bool adopt)
    {
        if (File.Exists(directory.Root))
            throw new IOException($"The data directory {directory.Root} is a file: give a folder with --data.");
        if (Directory.Exists(directory.DatabaseFile))
            throw new IOException($"{directory.DatabaseFile} is a folder, and the database would be there: move it away, or give another data directory with --data.");
        foreach (var folder in (string[])[directory.Files, directory.Temporary]) CheckIsFolder(folder);
        if (adopt || directory.HasDatabase()) return;

        // SQLite deletes the write-ahead log of a database that is empty.
        if (new FileInfo(directory.DatabaseFile + "-wal") is { Exists: true, Length: > 0 } log)
        {
            throw new IOException(
                $"The last changes to the database are in {log.FullName}, and the database beside it, hansard.db, is missing or empty: "
                + "restore it from a backup, or move that file away.");
        }

        var entries = ListedFile.Recordings(directory).ToList();
        if (entries.Count(entry => entry.Blob is not null) is > 0 and var count)
        {
            var lacks = File.Exists(directory.DatabaseFile) ? "is empty" : "is missing";
            throw Refused(directory, count, $"the database that names them, hansard.db, {lacks}");
        }

        // Beside a marker, what is not the server's is left alone, and named in the log.
        if (DataMarker.Read(directory) is not null) return;
        if (entries.Concat(ListedFile.Temporaries(directory)).Select(entry => entry.Path).FirstOrDefault() is { } foreign)
        {
            throw new IOException(
                $"The folder {directory.Root} was not made by Hansard, and has {foreign} where recordings would be stored: give a new "
                + "or empty folder with --data, or move that away. --adopt-data starts here all the same, and leaves it alone.");
        }
    }

    /// <summary>Checks that a database is the directory's own, before it is migrated or written.</summary>
    /// <exception cref="IOException">It is refused; the message says why and what to do.</exception>
    public static void CheckDatabase(SqliteConnection connection, DataDirectory directory, bool adopt)
    {
        if (HasTables(connection) && !Exists(connection, "transcriptions"))
        {
            throw new IOException(
                $"{directory.DatabaseFile} is not a database of Hansard's, and is left as it is: move it away, or give another data directory with --data.");
        }

        var (marker, id) = (DataMarker.Read(directory), StoredId(connection));
        if (adopt || (id is not null && id == marker)) return;
        var count = ListedFile.Recordings(directory).Count(entry => entry.Blob is not null);
        if (count == 0) return;
        if (id is not null && marker is not null)
            throw Refused(directory, count, "the database beside them, hansard.db, belongs to another data folder");
        if (!HasStoredFiles(connection))
            throw Refused(directory, count, "the database beside them, hansard.db, is new and has never stored one");
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

    private static void CheckIsFolder(string folder)
    {
        var info = new DirectoryInfo(folder);
        if (info.LinkTarget is not null)
        {
            throw new IOException(
                $"{folder} is a symbolic link, and nothing is stored or deleted through one: make it a folder. For another disk, mount "
                + "it there, or put the whole data directory on it.");
        }

        if (File.Exists(folder))
            throw new IOException($"{folder} is not a folder: move it away, or give another data directory with --data.");
    }

    private static IOException Refused(DataDirectory directory, int count, string reason) => new(
        $"The data directory {directory.Root} holds {count} stored recordings, but {reason}. Restore hansard.db from a backup, or move "
        + $"{directory.Files} away to begin anew. --adopt-data starts all the same: the recordings are kept, and no project will see them.");

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
