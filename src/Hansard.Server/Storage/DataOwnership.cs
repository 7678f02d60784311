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
    /// <summary>Checks what lies in the folders, before a database is opened or made.</summary>
    /// <exception cref="IOException">The directory is refused; the message says why and what to do.</exception>
    public static void CheckFolders(DataDirectory directory, bool adopt)
    {
        if (File.Exists(directory.Root))
            throw new IOException($"The data directory {directory.Root} is a file: give a folder with --data.");
        if (Directory.Exists(directory.DatabaseFile))
        {
            throw new IOException(
                $"{directory.DatabaseFile} is a folder, and the database would be there: move it away, or give another data directory "
                + "with --data.");
        }

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

    /// <summary>Says why a directory with recordings is refused, and what to do.</summary>
    public static IOException Refused(DataDirectory directory, int count, string reason) => new(
        $"The data directory {directory.Root} holds {count} stored recordings, but {reason}. Restore hansard.db from a backup, or move "
        + $"{directory.Files} away to begin anew. --adopt-data starts all the same: the recordings are kept, and no project "
        + "will see them.");
}
