namespace Hansard.Server.Storage.Objects;

/// <summary>The bytes of recordings, as files named by UUID in 256 folders.</summary>
/// <remarks>
/// A recording appears under its name complete and on the disk, or not at all: it is written elsewhere, and moved once the database has its
/// row. It is never removed through a link.
/// </remarks>
internal sealed class FileObjectStore(DataDirectory directory) : IObjectStore
{
    private const int BufferSize = 1 << 17;

    // A gigabyte written but not yet on the disk would make the last flush take longer than clients wait.
    private const long FlushEvery = 32L << 20;

    // More than a file system stores in the folder's own blocks.
    private static readonly byte[] Sample = new byte[1 << 16];

    /// <inheritdoc />
    public async Task<StoredObject?> PutAsync(Stream content, long maximum, CancellationToken cancellationToken)
    {
        var name = BlobName.New();
        var complete = false;
        try
        {
            var size = await WriteAsync(content, ArrivingPath(name), maximum, cancellationToken);
            complete = size <= maximum;
            return complete ? new StoredObject(name, size) : null;
        }
        finally
        {
            if (!complete) File.Delete(ArrivingPath(name));
        }
    }

    /// <inheritdoc />
    public Task PublishAsync(string name)
    {
        var path = PathOf(name);
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        File.Move(ArrivingPath(name), path);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task DiscardAsync(string name)
    {
        File.Delete(ArrivingPath(name));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<LocalRecording?> OpenAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(File.Exists(PathOf(name)) ? new LocalRecording(PathOf(name)) : null);

    /// <inheritdoc />
    public Task<bool> RemoveAsync(string name)
    {
        if (!BlobName.IsValid(name)) throw new IOException($"'{name}' is not a name that this server gives");
        var file = new FileInfo(PathOf(name));
        if (ListedFile.IsLink(file.Directory!)) throw new IOException($"{file.DirectoryName} is a link");
        if (ListedFile.IsLink(file) || Directory.Exists(file.FullName)) throw new IOException($"{file.FullName} is not a plain file");
        var existed = file.Exists;
        if (existed) file.Delete();
        return Task.FromResult(existed);
    }

    /// <inheritdoc />
    public Task ProbeAsync()
    {
        var path = ArrivingPath(BlobName.New());
        try
        {
            using var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(Sample);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    /// <summary>The path of a stored recording.</summary>
    public string PathOf(string name) => Path.Combine(directory.Files, BlobName.FolderOf(name), name);

    private string ArrivingPath(string name) => Path.Combine(directory.Temporary, TemporaryName.Of(name));

    private static async Task<long> WriteAsync(Stream content, string path, long maximum, CancellationToken cancellationToken)
    {
        await using var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.Asynchronous);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long size = 0, flushed = 0;
            while (true)
            {
                var count = await content.ReadAtLeastAsync(
                    buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancellationToken);
                size += count;
                if (count == 0 || size > maximum) break;
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                if (size - flushed >= FlushEvery)
                {
                    file.Flush(flushToDisk: true);
                    flushed = size;
                }
            }

            file.Flush(flushToDisk: true);
            return size;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
