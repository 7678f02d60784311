namespace Hansard.Server.Storage;

/// <summary>The bytes of recordings, as files named by UUID in 256 folders.</summary>
/// <remarks>A recording appears under its name complete and on the disk, or not at all: it is written elsewhere and moved.</remarks>
internal sealed class ObjectStore(DataDirectory directory)
{
    private const int BufferSize = 1 << 17;

    // A gigabyte written but not yet on the disk would make the last flush take longer than clients wait.
    private const long FlushEvery = 32L << 20;

    /// <summary>Takes a stream into the store.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="maximum">The most bytes accepted.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <returns>The name of what was stored, and its size; null when it has more bytes than <paramref name="maximum"/>.</returns>
    public async Task<StoredObject?> PutAsync(Stream content, long maximum, CancellationToken cancellationToken)
    {
        var name = Guid.CreateVersion7().ToString();
        var temporary = TemporaryPath();
        try
        {
            var size = await WriteAsync(content, temporary, maximum, cancellationToken);
            if (size > maximum) return null;
            var path = PathOf(name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(temporary, path);
            return new StoredObject(name, size);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>A path for a file that is wanted for a while; whoever asks deletes it, and the next start does if they cannot.</summary>
    public string TemporaryPath() => Path.Combine(directory.Temporary, Guid.NewGuid().ToString("N"));

    /// <summary>The path of a stored recording.</summary>
    public string PathOf(string name) => Path.Combine(directory.Files, name[^2..], name);

    /// <summary>Removes the bytes, if they are there.</summary>
    public void Delete(string name)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // Then the file is not there either.
        }
    }

    /// <summary>Removes all that is stored under other names than these.</summary>
    /// <returns>How many files that were.</returns>
    public int DeleteAllBut(IReadOnlySet<string> names)
    {
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(directory.Files, "*", SearchOption.AllDirectories).Where(path => !names.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
            count++;
        }

        return count;
    }

    /// <summary>Removes what an earlier process left unfinished.</summary>
    /// <returns>How many files that were.</returns>
    public int DeleteTemporaries()
    {
        var count = 0;
        foreach (var path in Directory.EnumerateFiles(directory.Temporary))
        {
            File.Delete(path);
            count++;
        }

        return count;
    }

    /// <summary>Creates a file that this user alone can read, from its first byte on.</summary>
    /// <param name="path">Of <see cref="TemporaryPath"/>.</param>
    /// <param name="access">Write, and read as well where what was written is looked at again.</param>
    /// <exception cref="IOException">There is such a file, or no room.</exception>
    public static FileStream CreateTemporary(string path, FileAccess access)
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = access,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, how);
    }

    private static async Task<long> WriteAsync(Stream content, string path, long maximum, CancellationToken cancellationToken)
    {
        await using var file = CreateTemporary(path, FileAccess.Write);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long size = 0, flushed = 0;
            while (true)
            {
                var count = await content.ReadAtLeastAsync(buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancellationToken);
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
