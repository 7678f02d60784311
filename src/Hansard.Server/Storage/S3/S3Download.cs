using System.Security.Cryptography;
using Amazon.S3;

namespace Hansard.Server.Storage.S3;

/// <summary>Has an object as a file of this machine, a few ranges at a time.</summary>
internal sealed class S3Download(IAmazonS3 client, string bucket, string key, DataDirectory directory, DiskSpace disk)
{
    private const long RangeSize = 16L << 20;
    private const int Concurrency = 4;

    // Headers are at the start, indexes and the last pages with their times at the end.
    private const long EndSize = 4L << 20;
    private const int BufferSize = 1 << 17;

    // The wire may have been at fault.
    private const int Attempts = 2;

    /// <summary>Has it.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="etag">Its version.</param>
    /// <param name="sha256">The checksum that it must have; null when that is not known.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <exception cref="DamagedObjectException">It has another checksum.</exception>
    /// <exception cref="ObjectsUnavailableException">It cannot be had now, or there is no room for it.</exception>
    public Task<LocalRecording> RunAsync(long size, string etag, string? sha256, CancellationToken cancellationToken) => FileAsync(
        size,
        async path =>
        {
            for (var attempt = 1; ; attempt++)
            {
                await WriteAsync(path, size, etag, Ranges(0, size), cancellationToken);
                if (sha256 is null || await HashAsync(path, cancellationToken) == sha256) return;
                File.Delete(path);
                if (attempt == Attempts)
                    throw new DamagedObjectException($"The object {key} has another checksum than when it was stored.");
            }
        });

    /// <summary>Has its first and its last megabytes, with nothing between them in a file of its size, which takes no room there.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="etag">Its version.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <exception cref="ObjectsUnavailableException">It cannot be had now, or there is no room for it.</exception>
    public Task<LocalRecording> RunAsync(long size, string etag, CancellationToken cancellationToken) => FileAsync(
        Math.Min(size, 2 * EndSize),
        path =>
        {
            var ranges = size <= 2 * EndSize ? Ranges(0, size) : [.. Ranges(0, EndSize), .. Ranges(size - EndSize, size)];
            return WriteAsync(path, size, etag, ranges, cancellationToken);
        });

    private async Task<LocalRecording> FileAsync(long room, Func<string, Task> write)
    {
        var path = Path.Combine(directory.Temporary, TemporaryName.Of(BlobName.New()));
        var isComplete = false;
        try
        {
            if (disk.Use.Free - room < disk.Reserved) throw ObjectsUnavailableException.ForFullDisk();
            await write(path);
            isComplete = true;
            return new LocalRecording(path, () =>
            {
                File.Delete(path);
                return ValueTask.CompletedTask;
            });
        }
        catch (IOException exception) when (DatabaseUnavailableException.IsFullDisk(exception))
        {
            throw ObjectsUnavailableException.ForFullDisk();
        }
        finally
        {
            if (!isComplete) File.Delete(path);
        }
    }

    private async Task WriteAsync(
        string path, long size, string etag, IEnumerable<(long Start, long End)> ranges, CancellationToken cancellationToken)
    {
        await using var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.Asynchronous);
        file.SetLength(size);
        var handle = file.SafeFileHandle;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ranges, parallel, async (part, token) =>
        {
            await using var range = new S3ReadStream(client, bucket, key, part.End, etag, S3Calls.OfReading);
            var start = range.Position = part.Start;
            var buffer = new byte[BufferSize];
            for (int count; (count = await range.ReadAsync(buffer, token)) > 0; start += count)
                await RandomAccess.WriteAsync(handle, buffer.AsMemory(0, count), start, token);
        });
    }

    private static IEnumerable<(long Start, long End)> Ranges(long from, long to)
    {
        for (var start = from; start < to; start += RangeSize) yield return (start, Math.Min(to, start + RangeSize));
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = PrivateFile.Open(
            path, FileMode.Open, FileAccess.Read, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
