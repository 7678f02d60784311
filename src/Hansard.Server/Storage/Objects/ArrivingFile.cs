using System.Buffers;
using System.Security.Cryptography;

namespace Hansard.Server.Storage.Objects;

/// <summary>Writes what arrives to the disk.</summary>
internal static class ArrivingFile
{
    private const int BufferSize = 1 << 17;

    // A gigabyte written but not yet on the disk would make the last flush take longer than clients wait.
    private const long FlushEvery = 32L << 20;

    /// <summary>Writes a stream into a new file, and has it on the disk.</summary>
    /// <param name="content">Read to its end, or past the maximum.</param>
    /// <param name="path">The file.</param>
    /// <param name="maximum">The most bytes wanted.</param>
    /// <param name="hash">Given all bytes; null for none.</param>
    /// <param name="goesOn">Told after each piece; null for nobody.</param>
    /// <param name="cancellationToken">Stops, leaving a part of it.</param>
    /// <returns>Bytes that were read: more than the maximum, when there are.</returns>
    public static async Task<long> WriteAsync(
        Stream content, string path, long maximum, IncrementalHash? hash, Func<Task>? goesOn, CancellationToken cancellationToken)
    {
        await using var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long size = 0, flushed = 0;
            while (true)
            {
                var count = await content.ReadAtLeastAsync(
                    buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancellationToken);
                size += count;
                if (count == 0 || size > maximum) break;
                hash?.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                if (goesOn is not null) await goesOn();
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
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
