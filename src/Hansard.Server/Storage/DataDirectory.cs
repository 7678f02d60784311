namespace Hansard.Server.Storage;

/// <summary>Where a server keeps everything: the database, the stored files, and what is in the making.</summary>
internal sealed class DataDirectory
{
    private DataDirectory(string path)
    {
        Root = path;
        DatabaseFile = Path.Combine(path, "hansard.db");
        Files = Path.Combine(path, "files");
        Temporary = Path.Combine(path, "temporary");
    }

    /// <summary>The directory itself, absolute.</summary>
    public string Root { get; }

    /// <summary>The SQLite database.</summary>
    public string DatabaseFile { get; }

    /// <summary>The object store.</summary>
    public string Files { get; }

    /// <summary>Uploads and downloads that are not complete. On the same file system as <see cref="Files"/>, so that a finished one moves atomically.</summary>
    public string Temporary { get; }

    /// <summary>Creates what is absent, readable by this user only.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be created.</exception>
    public static DataDirectory Create(string path)
    {
        var directory = new DataDirectory(Path.GetFullPath(path));
        foreach (var folder in (string[])[directory.Root, directory.Files, directory.Temporary])
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return directory;
    }

    /// <summary>Keeps other servers out for as long as the result is not disposed; the system lets go of it when the process dies.</summary>
    /// <exception cref="IOException">Another server uses this directory.</exception>
    public IDisposable Lock()
    {
        try
        {
            return new FileStream(Path.Combine(Root, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"Another server uses the data directory {Root}: stop it, or give another with --data.", exception);
        }
    }
}
