using System.Security.Cryptography;

namespace Hansard.Server.FolderWatch;

/// <summary>A recording that is held open, so that it stays the same file whatever happens to its name.</summary>
internal sealed class OpenedRecording : IDisposable
{
    private readonly FileStream _file;
    private readonly FileStamp _stamp;

    private OpenedRecording(string name, FileStream file, FileStamp stamp) => (Name, _file, _stamp) = (name, file, stamp);

    /// <summary>Path below the folder, with slashes.</summary>
    public string Name { get; }

    /// <summary>Size in bytes.</summary>
    public long Size => _stamp.Size;

    /// <summary>A path under which it can be opened again, also when it has been renamed, or another file has taken its name.</summary>
    public string Path
    {
        get
        {
            var held = $"/proc/{Environment.ProcessId}/fd/{_file.SafeFileHandle.DangerousGetHandle()}";
            return OperatingSystem.IsLinux() && File.Exists(held) ? held : _file.Name;
        }
    }

    /// <summary>All bytes from the start.</summary>
    public Stream Content
    {
        get
        {
            _file.Position = 0;
            return _file;
        }
    }

    /// <summary>Indicates whether it has not been written to since the scan that found it.</summary>
    public bool IsUnchanged => StampOf(_file) == _stamp && WriterLease.HasWriter(_file.SafeFileHandle) is not true;

    /// <summary>Opens it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">As it was found.</param>
    /// <returns>Null if it is not there any more, has changed since, or is open for writing.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static OpenedRecording? Open(string path, ScannedFile file)
    {
        try
        {
            // Windows refuses this while somebody writes; elsewhere the lease tells.
            var share = OperatingSystem.IsWindows() ? FileShare.Read | FileShare.Delete : FileShare.ReadWrite | FileShare.Delete;
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize: 0, useAsync: true);
            var opened = new OpenedRecording(file.Path, stream, file.Stamp);
            if (opened.IsUnchanged) return opened;
            opened.Dispose();
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || WriterLease.IsSharingViolation(e))
        {
            return null;
        }
    }

    /// <summary>Identifies its content, by SHA-256 of all of it.</summary>
    /// <remarks>
    /// Samples of it would not do: recorders split at a fixed length and begin with silence, so that different recordings have the same
    /// size and the same start. Reading costs little beside recognition, which reads the same bytes again from the cache.
    /// </remarks>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
        => Convert.ToHexStringLower(await SHA256.HashDataAsync(Content, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static FileStamp StampOf(FileStream file)
        => new(RandomAccess.GetLength(file.SafeFileHandle), File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks);
}
