using Hansard.Server.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Objects;

/// <summary>The bytes of recordings, as files named by UUID in 256 folders.</summary>
/// <remarks>
/// A recording appears under its name complete and on the disk, or not at all: it is written elsewhere, and moved once the database has its
/// row. It is removed only after the database has noted its name as deleted (<see cref="BlobUse.Release"/>), and never through a link.
/// </remarks>
internal sealed partial class ObjectStore(DataDirectory directory, Database database, ILogger<ObjectStore> logger)
{
    private const int BufferSize = 1 << 17;

    // A gigabyte written but not yet on the disk would make the last flush take longer than clients wait.
    private const long FlushEvery = 32L << 20;

    // Short, as a note that stays costs nothing but another look.
    private static readonly TimeSpan ForgetPatience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Takes a stream in. It is stored when <see cref="Publish"/> has been called, and forgotten after <see cref="Discard"/>.
    /// </summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="maximum">The most bytes accepted.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <returns>The name that it will be stored under, and its size; null when it has more bytes than <paramref name="maximum"/>.</returns>
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
            if (!complete) Discard(name);
        }
    }

    /// <summary>
    /// Moves a recording that has arrived to its place. Called when its row is on the disk: a start does the same after a kill in between.
    /// </summary>
    public void Publish(string name)
    {
        var path = PathOf(name);
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        File.Move(ArrivingPath(name), path);
    }

    /// <summary>Removes a recording that has arrived and was not stored.</summary>
    public void Discard(string name) => File.Delete(ArrivingPath(name));

    /// <summary>A path for a file that is wanted for a while; whoever asks deletes it, and the next start does if they cannot.</summary>
    public string TemporaryPath() => ArrivingPath(BlobName.New());

    /// <summary>The path of a stored recording.</summary>
    public string PathOf(string name) => Path.Combine(directory.Files, BlobName.FolderOf(name), name);

    /// <summary>
    /// Removes the bytes of recordings that are noted as deleted, and the notes. What cannot be removed now is tried again.
    /// </summary>
    /// <returns>The names that were removed.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(params IReadOnlyList<string> names)
    {
        var faults = new List<string>();
        var gone = new List<string>();
        var removed = names.Where(name => TryRemove(name, gone, faults)).ToList();
        if (faults.Count > 0) LogNotRemoved(faults.Count, faults[0]);
        if (gone.Count == 0) return removed;
        try
        {
            await database.WriteAsync(c => BlobUse.Forget(c, gone), ForgetPatience);
        }
        catch (DatabaseUnavailableException)
        {
            // The notes stay, and are found to be done with at the next look.
        }

        return removed;
    }

    private string ArrivingPath(string name) => Path.Combine(directory.Temporary, TemporaryName.Of(name));

    private bool TryRemove(string name, List<string> gone, List<string> faults)
    {
        if (!BlobName.IsValid(name))
        {
            faults.Add($"'{name}' is not a name that this server gives");
            return false;
        }

        var file = new FileInfo(PathOf(name));
        try
        {
            if (ListedFile.IsLink(file.Directory!)) faults.Add($"{file.DirectoryName} is a link");
            else if (ListedFile.IsLink(file) || Directory.Exists(file.FullName)) faults.Add($"{file.FullName} is not a plain file");
            else
            {
                var existed = file.Exists;
                if (existed) file.Delete();
                gone.Add(name);
                return existed;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add(exception.Message);
        }

        return false;
    }

    private static async Task<long> WriteAsync(Stream content, string path, long maximum, CancellationToken cancellationToken)
    {
        await using var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.Asynchronous);
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

    [LoggerMessage(210, LogLevel.Warning,
        "{Count} recordings that were deleted cannot be removed from the disk; it is tried again. The first: {Reason}")]
    private partial void LogNotRemoved(int count, string reason);
}
