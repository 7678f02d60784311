using Hansard.Cli.Remote.Api;
using Hansard.Cli.Files;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>A file as it is now, so that another content under its name is noticed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Size">In bytes.</param>
/// <param name="ModifiedAt">Time of the last change, in UTC.</param>
internal sealed record LocalFile(string Path, long Size, DateTime ModifiedAt)
{
    /// <summary>Name that the server is told.</summary>
    public string Name { get; init; } = System.IO.Path.GetFileName(Path);

    /// <summary>All of it, where it came through a pipe; null for a file that is read when it is sent.</summary>
    public SpooledInput? Spool { get; private init; }

    /// <summary>Looks at a file.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <exception cref="LocalFileException">It is not there, or no file.</exception>
    public static LocalFile Of(string path)
    {
        if (Directory.Exists(path)) throw new LocalFileException("This is a folder: name the recordings in it.");
        try
        {
            var info = new FileInfo(path);
            // Of a folder that may not be looked into, .NET says that it is empty.
            if (!info.Exists) _ = FileStatus.Of(path);
            return info.Exists
                ? new LocalFile(info.FullName, info.Length, info.LastWriteTimeUtc)
                : throw new LocalFileException("There is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unexamined(e, path);
        }
    }

    /// <summary>The fault of a file of which nothing can be found out.</summary>
    /// <param name="fault">The system's own.</param>
    /// <param name="path">The file.</param>
    public static LocalFileException Unexamined(Exception fault, string path)
        => new($"The file cannot be examined: {FileFault.Reason(fault, path)}");

    /// <summary>Looks at a recording that came through a pipe.</summary>
    /// <param name="pipe">The path of the pipe.</param>
    /// <param name="spool">What came, which stays its owner's.</param>
    public static LocalFile Of(string pipe, SpooledInput spool) => new(pipe, spool.Size, DateTime.UtcNow) { Spool = spool };

    /// <summary>Indicates whether the file is still the same.</summary>
    public bool IsUnchanged()
    {
        if (Spool is not null) return true;
        var info = new FileInfo(Path);
        return info.Exists && info.Length == Size && info.LastWriteTimeUtc == ModifiedAt;
    }
}

/// <summary>A file of this machine that cannot be uploaded; the message does not name it.</summary>
internal sealed class LocalFileException(string message) : RemoteException(message);
