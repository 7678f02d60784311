using Hansard.Engine.Temporary;

namespace Hansard.Cli.Files;

/// <summary>Writes files that appear whole or not at all, and destroys nothing that was not meant to be.</summary>
internal static class TranscriptFile
{
    /// <summary>Writes to what the path names: a new file, a stream, or an existing file if that may be overwritten.</summary>
    /// <param name="path">As the user wrote it, symbolic links included.</param>
    /// <param name="content">All of it.</param>
    /// <param name="overwrite">An existing file may lose what it holds.</param>
    /// <param name="cancellationToken">Stops before anything is lost.</param>
    /// <exception cref="IOException">
    /// It cannot be written. Where that shows only at the end, the message says where the content is instead.
    /// </exception>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool overwrite, CancellationToken cancellationToken)
        => FileStatus.Of(path) is not { } status ? CreateAsync(path, content, cancellationToken)
            : Obstacle(path, status) is { } obstacle ? throw new IOException(obstacle)
            : status.Kind is FileKind.Stream ? SendAsync(path, content, cancellationToken)
            : overwrite ? OverwriteAsync(path, status, content, cancellationToken)
            : throw new IOException($"'{path}' exists.");

    /// <summary>Names what makes it impossible to write to a file, there or not; null if nothing does.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="overwrite">An existing file may lose what it holds.</param>
    public static string? Obstacle(string path, bool overwrite)
    {
        if (FileStatus.Of(path) is not { } status)
            return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? null : $"The folder of '{path}' does not exist.";
        return Obstacle(path, status)
            ?? (overwrite || status.Kind is FileKind.Stream ? null : $"'{path}' exists. --overwrite writes over it.");
    }

    /// <summary>Names what makes it impossible to write to something that exists; null if nothing does.</summary>
    public static string? Obstacle(string path, FileStatus status) => status.Kind switch
    {
        FileKind.Folder => $"'{path}' is a folder, where its transcript would go.",
        FileKind.BlockDevice => $"'{path}' is a disk, which is not written to.",
        FileKind.Socket => $"'{path}' is a socket, which cannot be written to.",
        _ when !FileStatus.IsWritable(path) => $"'{path}' may not be written: check its permissions.",
        _ => null,
    };

    private static async Task CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var physical = PhysicalPath.Resolve(path);
        using var pending = PendingFile.Create(physical);
        await pending.Content.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        try
        {
            pending.Commit(overwrite: false);
        }
        catch (IOException) when (Path.Exists(physical))
        {
            pending.Keep();
            throw new IOException($"'{path}' has been made by another program in the meantime. The transcript is in '{pending.PartPath}'.");
        }
    }

    private static async Task OverwriteAsync(
        string path, FileStatus status, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var physical = PhysicalPath.Resolve(path);
        using var pending = TryCreate(physical);
        if (pending is not null)
        {
            // A disk that is full shows here, before the file is touched.
            await pending.Content.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            pending.Content.Flush(flushToDisk: true);
            // It can take the place of the file only with the same owner and permissions.
            var isAlike = FileStatus.Of(physical)?.Identity == status.Identity
                && status.TryCopyTo(physical, pending.Content.SafeFileHandle);
            if (isAlike && TryCommit(pending)) return;
        }
        try
        {
            await WriteIntoAsync(path, content).ConfigureAwait(false);
        }
        catch (Exception e) when (pending is not null && e is IOException or UnauthorizedAccessException)
        {
            pending!.Keep();
            throw new IOException($"{FileFault.Sentence(e)} The transcript is in '{pending.PartPath}'.", e);
        }
    }

    // Null in a folder that takes no new files.
    private static PendingFile? TryCreate(string physical)
    {
        try
        {
            return PendingFile.Create(physical, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool TryCommit(PendingFile pending)
    {
        try
        {
            pending.Commit(overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // A file mounted by itself, or another's in a folder like /tmp.
        }
    }

    // Not cancelled, as half of it is worth nothing.
    private static async Task WriteIntoAsync(string path, ReadOnlyMemory<byte> content)
    {
        var file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content).ConfigureAwait(false);
            file.SetLength(content.Length);
            file.Flush(flushToDisk: true);
        }
    }

    // A FIFO opens only once someone reads from it, and the wait for that cannot be called off.
    private static async Task SendAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        => await Task.Run(
            () =>
            {
                using var stream = Open(path);
                stream.Write(content.Span);
            },
            CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);

    private static FileStream Open(string path) => new(
        path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
