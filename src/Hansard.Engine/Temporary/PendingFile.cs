using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Engine.Temporary;

/// <summary>A file that is being written: it takes its place whole, or not at all.</summary>
/// <remarks>
/// It is written under another name of the same file system, brought to the disk, and renamed, which replaces what is there at once
/// (rename(2)); then the folder is brought to the disk, too, without which a power cut could take the new name back. Only a killed process
/// leaves its part behind, called <c>hansard-RANDOM.part</c>: the file's own name may be as long as names can be.
/// </remarks>
internal sealed partial class PendingFile : IDisposable
{
    private readonly string _path;
    private bool _isKept;

    private PendingFile(string path, string partPath, FileStream content) => (_path, PartPath, Content) = (path, partPath, content);

    /// <summary>Path of the part, which is there until the file takes its place, or this object goes.</summary>
    public string PartPath { get; }

    /// <summary>The part, open for writing without a buffer.</summary>
    public FileStream Content { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its place; nothing happens there before <see cref="Commit"/>.</param>
    /// <param name="mode">Permissions, from the first byte on; null: the usual ones of this user.</param>
    /// <param name="folder">The folder of the part, on the same file system; null: that of the file.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static PendingFile Create(string path, UnixFileMode? mode = null, string? folder = null)
    {
        var part = Path.Combine(folder ?? Path.GetDirectoryName(Path.GetFullPath(path))!, $"hansard-{Guid.NewGuid():N}.part");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (mode is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        return new PendingFile(path, part, new FileStream(part, options));
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="content">All of it.</param>
    /// <param name="overwrite">It may take the place of another file.</param>
    /// <param name="mode">Permissions, from the first byte on; null: the usual ones of this user.</param>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite, UnixFileMode? mode = null)
    {
        using var pending = Create(path, mode);
        pending.Content.Write(content);
        pending.Commit(overwrite);
    }

    /// <summary>Puts the file into its place.</summary>
    /// <param name="overwrite">It may take the place of another file.</param>
    /// <exception cref="IOException">It cannot be, or something is there already. The part stays until this object goes.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be put there.</exception>
    public void Commit(bool overwrite)
    {
        Content.Flush(flushToDisk: true);
        Content.Dispose();
        File.Move(PartPath, _path, overwrite);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
    }

    /// <summary>Leaves the part where it is, because there is no better place for what it holds.</summary>
    public void Keep() => _isKept = true;

    /// <summary>Deletes the part, unless the file has taken its place.</summary>
    public void Dispose()
    {
        Content.Dispose();
        if (!_isKept) File.Delete(PartPath);
    }

    // Some file systems cannot, and a folder may be one that this user cannot read: then the file is as safe as it gets.
    private static void FlushFolder(string folder)
    {
        const int CloseOnExec = 0x80000; // O_CLOEXEC, O_RDONLY being 0.
        if (!OperatingSystem.IsLinux()) return;
        using var opened = Open(folder, CloseOnExec);
        if (!opened.IsInvalid) _ = Flush(opened);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(SafeFileHandle file);
}
