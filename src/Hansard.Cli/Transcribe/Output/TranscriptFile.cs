namespace Hansard.Cli.Transcribe.Output;

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
        var part = PartBeside(physical);
        var isKept = false;
        try
        {
            var file = Open(part, FileMode.CreateNew);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, physical, overwrite: false);
        }
        catch (IOException) when (File.Exists(part) && Path.Exists(physical))
        {
            isKept = true;
            throw new IOException($"'{path}' has been made by another program in the meantime. The transcript is in '{part}'.");
        }
        finally
        {
            if (!isKept) File.Delete(part);
        }
    }

    private static async Task OverwriteAsync(
        string path, FileStatus status, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var physical = PhysicalPath.Resolve(path);
        var part = PartBeside(physical);
        var isKept = false;
        try
        {
            // A disk that is full shows here, before the file is touched.
            var isAlike = await TryWritePartAsync(part, physical, status, content, cancellationToken).ConfigureAwait(false);
            if (isAlike && TryMoveOver(part, physical)) return;
            isKept = File.Exists(part);
            await WriteIntoAsync(path, content).ConfigureAwait(false);
            isKept = false;
        }
        catch (Exception e) when (isKept && e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{e.Message} The transcript is in '{part}'.", e);
        }
        finally
        {
            if (!isKept) File.Delete(part);
        }
    }

    // True if the part can take the place of the file, with the same owner and permissions.
    private static async Task<bool> TryWritePartAsync(
        string part, string physical, FileStatus status, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = Open(part, FileMode.CreateNew, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // The folder may be one that takes no new files.
        }
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            var isAlike = FileStatus.Of(physical)?.Identity == status.Identity && status.TryCopyTo(physical, file.SafeFileHandle);
            file.Flush(flushToDisk: true);
            return isAlike;
        }
    }

    private static bool TryMoveOver(string part, string physical)
    {
        try
        {
            File.Move(part, physical, overwrite: true);
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
        var file = Open(path, FileMode.Open);
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
                using var stream = Open(path, FileMode.Open);
                stream.Write(content.Span);
            },
            CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);

    private static FileStream Open(string path, FileMode mode, UnixFileMode? permissions = null)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (permissions is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = permissions;
        return new FileStream(path, options);
    }

    // Its name does not grow with the file's, which may be as long as names can be.
    private static string PartBeside(string physical) => Path.Combine(Path.GetDirectoryName(physical)!, $"hansard-{Guid.NewGuid():N}.part");
}
