using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>A file as it is now, so that another content under its name is noticed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Size">In bytes.</param>
/// <param name="ModifiedAt">Time of the last change, in UTC.</param>
internal sealed record LocalFile(string Path, long Size, DateTime ModifiedAt)
{
    /// <summary>Name without its folders.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Looks at a file.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <exception cref="LocalFileException">It is not there, or no file.</exception>
    public static LocalFile Of(string path)
    {
        if (Directory.Exists(path)) throw new LocalFileException("This is a folder: name the recordings in it.");
        try
        {
            var info = new FileInfo(path);
            return info.Exists
                ? new LocalFile(info.FullName, info.Length, info.LastWriteTimeUtc)
                : throw new LocalFileException("There is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"The file cannot be examined: {e.Message}");
        }
    }

    /// <summary>Indicates whether the file is still the same.</summary>
    public bool IsUnchanged()
    {
        var info = new FileInfo(Path);
        return info.Exists && info.Length == Size && info.LastWriteTimeUtc == ModifiedAt;
    }
}

/// <summary>A file of this machine that cannot be uploaded; the message does not name it.</summary>
internal sealed class LocalFileException(string message) : RemoteException(message);
