using Hansard.Engine.Temporary;

namespace Hansard.Server.Storage;

/// <summary>Files that only this user may read, from their first byte on.</summary>
internal static class PrivateFile
{
    /// <summary>Mode of a private file.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode of a private folder.</summary>
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;

    /// <summary>Opens a file; one that is created is private.</summary>
    public static FileStream Open(
        string path, FileMode mode, FileAccess access, FileShare share = FileShare.Read, FileOptions options = FileOptions.None)
    {
        // No buffer: whoever writes here writes in large pieces, or once.
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0, Options = options };
        if (mode is not System.IO.FileMode.Open && !OperatingSystem.IsWindows()) how.UnixCreateMode = FileMode;
        return new FileStream(path, how);
    }

    /// <summary>Writes a file that appears whole or not at all.</summary>
    /// <param name="path">Its folder is made, private too, where it is not there.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        PendingFile.Write(path, content, overwrite: true, FileMode);
    }

    /// <summary>Indicates whether others than this user can read the file.</summary>
    public static bool IsOpenToOthers(string path)
        => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(FolderMode | Special)) != 0;

    /// <summary>Creates a folder, and those above it, unless it is there.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // .NET gives the mode to the last of them alone.
        if (Path.GetDirectoryName(path) is { Length: > 0 } above && !Directory.Exists(above)) CreateFolder(above);
        Directory.CreateDirectory(path, FolderMode);
    }
}
