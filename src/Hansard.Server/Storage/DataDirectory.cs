namespace Hansard.Server.Storage;

/// <summary>The directory in which a server keeps everything: the database, the stored files, and what is in the making.</summary>
internal sealed class DataDirectory
{
    // What open() says of a lock that another process has: EWOULDBLOCK (Linux, macOS), ERROR_SHARING_VIOLATION.
    private static readonly int[] TakenResults = [11, 35, unchecked((int)0x80070020)];

    private readonly bool _hasOwnDatabase;

    private DataDirectory(string path, bool hasOwnDatabase = true)
    {
        _hasOwnDatabase = hasOwnDatabase;
        Root = path;
        DatabaseFile = Path.Combine(path, "hansard.db");
        MarkerFile = Path.Combine(path, "hansard-data.json");
        LockFile = Path.Combine(path, "server.lock");
        ServerIdFile = Path.Combine(path, "server.id");
        NodePortFile = Path.Combine(path, "node.port");
        Files = Path.Combine(path, "files");
        Temporary = Path.Combine(path, "temporary");
        ProtectionKeys = Path.Combine(path, "protection-keys");
    }

    /// <summary>The directory itself, absolute.</summary>
    public string Root { get; }

    /// <summary>The SQLite database.</summary>
    public string DatabaseFile { get; }

    /// <summary>The file by which a data directory and its database know each other; see <see cref="DataMarker"/>.</summary>
    public string MarkerFile { get; }

    /// <summary>The file that a running server has locked.</summary>
    public string LockFile { get; }

    /// <summary>The file with the <see cref="ServerId"/>.</summary>
    public string ServerIdFile { get; }

    /// <summary>The file with the port that other nodes of a cluster reached the server at.</summary>
    public string NodePortFile { get; }

    /// <summary>The object store.</summary>
    public string Files { get; }

    /// <summary>
    /// Uploads and downloads that are not complete. On the same file system as <see cref="Files"/>, so that a finished one moves
    /// atomically.
    /// </summary>
    public string Temporary { get; }

    /// <summary>The keys that voices are encrypted with; there is none before the first voice is kept.</summary>
    public string ProtectionKeys { get; }

    /// <summary>Names what is, or may come to be, in the directory itself.</summary>
    public IEnumerable<string> OwnPaths =>
    [
        DatabaseFile, DatabaseFile + "-wal", DatabaseFile + "-shm", DatabaseFile + "-journal",
        MarkerFile, LockFile, ServerIdFile, NodePortFile, Files, Temporary, ProtectionKeys,
    ];

    /// <summary>Names a data directory, and touches nothing.</summary>
    public static DataDirectory At(string path) => new(Path.GetFullPath(path));

    /// <summary>Creates what is absent, readable by this user only, where nothing of others is in the way.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="adopt">Takes it although it has recordings and no database, or files that are not Hansard's; none of them is
    /// touched.</param>
    /// <exception cref="IOException">It cannot be created, or is refused; see <see cref="DataOwnership"/>.</exception>
    public static DataDirectory Create(string path, bool adopt = false)
    {
        var directory = At(path);
        DataOwnership.CheckFolders(directory, adopt);
        return Made(directory);
    }

    /// <summary>Creates what is absent, readable by this user only, for a server whose database is elsewhere.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="IOException">It cannot be created, or has a database in it.</exception>
    public static DataDirectory CreateWithoutDatabase(string path)
    {
        var directory = new DataDirectory(Path.GetFullPath(path), hasOwnDatabase: false);
        if (directory.HasDatabase())
        {
            throw new IOException(
                $"The data directory {directory.Root} has a database of its own, hansard.db, which would not be used: move it into the one "
                + "of --database with 'hansard migrate', or give another folder with --data.");
        }
        DataOwnership.CheckFolders(directory, adopt: true);
        return Made(directory);
    }

    private static DataDirectory Made(DataDirectory directory)
    {
        try
        {
            foreach (var folder in (string[])[directory.Root, directory.Files, directory.Temporary]) PrivateFile.CreateFolder(folder);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(
                $"The data directory {directory.Root} cannot be made or written by this user ({exception.Message.TrimEnd('.')}): "
                + "let this user write there, or give another with --data.", exception);
        }

        return directory;
    }

    /// <summary>Tells a database with something in it from none, and from a file that was emptied.</summary>
    public bool HasDatabase() => new FileInfo(DatabaseFile) is { Exists: true, Length: > 0 };

    /// <summary>Tells whether all that a server made at its start is still there.</summary>
    public bool IsComplete()
        => (!_hasOwnDatabase || (HasDatabase() && File.Exists(MarkerFile))) && Directory.Exists(Files) && Directory.Exists(Temporary);

    /// <summary>
    /// Keeps other servers out for as long as the result is not disposed; the system lets go of it when the process dies.
    /// </summary>
    /// <exception cref="IOException">Another server uses this directory, or it cannot be written.</exception>
    public IDisposable Lock()
    {
        try
        {
            return PrivateFile.Open(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (TakenResults.Contains(exception.HResult))
        {
            throw new IOException($"Another server uses the data directory {Root}: stop it, or give another with --data.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The data directory {Root} cannot be written ({exception.Message.TrimEnd('.')}): let this user write there, or give "
                + "another with --data.", exception);
        }
    }
}
