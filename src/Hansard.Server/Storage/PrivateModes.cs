using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage;

/// <summary>
/// Closes a data directory that was there before to other users of the machine: folders to 0700, files to 0600, Hansard's own only.
/// </summary>
internal sealed partial class PrivateModes(DataDirectory directory, ILogger<PrivateModes> logger)
{
    /// <summary>Sets the modes, and logs where and why it could not.</summary>
    public void Apply()
    {
        if (OperatingSystem.IsWindows()) return;
        CloseRoot();
        var faults = new List<string>();
        foreach (var path in Own()) Close(path, faults);
        if (faults.Count > 0) LogOpen(faults.Count, faults[0]);
    }

    // A folder that others put something into, such as a home directory, is not the server's to close.
    [UnsupportedOSPlatform("windows")]
    private void CloseRoot()
    {
        var entries = new DirectoryInfo(directory.Root).EnumerateFileSystemInfos();
        var others = entries.FirstOrDefault(entry => !directory.OwnPaths.Contains(entry.FullName));
        var faults = new List<string>();
        if (others is null) Close(directory.Root, faults);
        else if (IsOpen(directory.Root, PrivateFile.FolderMode, out var mode)) LogShared(directory.Root, Octal(mode), others.Name);
        if (faults.Count > 0) LogOpen(1, faults[0]);
    }

    private IEnumerable<string> Own()
    {
        foreach (var path in directory.OwnPaths.Where(Path.Exists)) yield return path;
        foreach (var folder in Directory.EnumerateDirectories(directory.Files))
            if (BlobName.IsFolder(Path.GetFileName(folder))) yield return folder;
        if (Directory.Exists(directory.ProtectionKeys))
            foreach (var key in Directory.EnumerateFiles(directory.ProtectionKeys)) yield return key;
        foreach (var (path, blob) in ListedFile.Recordings(directory).Concat(ListedFile.Temporaries(directory)))
            if (blob is not null) yield return path;
    }

    [UnsupportedOSPlatform("windows")]
    private static void Close(string path, List<string> faults)
    {
        try
        {
            // Never through a link: what it leads to is not the server's.
            if (new FileInfo(path).LinkTarget is not null) return;
            var wanted = Directory.Exists(path) ? PrivateFile.FolderMode : PrivateFile.FileMode;
            if (!IsOpen(path, wanted, out var mode)) return;
            File.SetUnixFileMode(path, mode & wanted);
            if (IsOpen(path, wanted, out mode)) faults.Add($"{path} still has mode {Octal(mode)}: its file system keeps no modes");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // A side file of SQLite's that went away meanwhile.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: {exception.Message} Does it belong to another user?");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsOpen(string path, UnixFileMode wanted, out UnixFileMode mode)
    {
        mode = File.GetUnixFileMode(path);
        return (mode & ~wanted) != UnixFileMode.None;
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');

    [LoggerMessage(217, LogLevel.Warning,
        "{Count} files or folders of the data directory are open to other users of this machine, and could not be closed. The first: "
        + "{Reason}")]
    private partial void LogOpen(int count, string reason);

    [LoggerMessage(218, LogLevel.Warning,
        "The data directory {Path} keeps its mode {Mode}, because it also holds {Other}, which is not Hansard's; what is Hansard's in "
        + "it is closed to other users")]
    private partial void LogShared(string path, string mode, string other);
}
