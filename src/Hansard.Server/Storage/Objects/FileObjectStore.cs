using System.Collections.Concurrent;

namespace Hansard.Server.Storage.Objects;

/// <summary>The bytes of recordings, as files named by UUID in 256 folders.</summary>
/// <remarks>
/// A recording appears under its name complete and on the disk, or not at all: it is written elsewhere, and moved once the database has its
/// row. It is never removed through a link. Where its place may not be written at that moment, it is stored all the same, and put there as
/// soon as that can be done; nothing more is taken until then.
/// </remarks>
internal sealed class FileObjectStore(DataDirectory directory) : IObjectStore
{
    // More than a file system stores in the folder's own blocks.
    private static readonly byte[] Sample = new byte[1 << 16];

    // Stored, and not in their place yet.
    private readonly ConcurrentDictionary<string, bool> _late = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string? Place => null;

    /// <inheritdoc />
    public async Task<StoredObject?> PutAsync(Stream content, long maximum, CancellationToken cancellationToken)
    {
        PublishLate();
        var name = BlobName.New();
        var complete = false;
        try
        {
            var size = await ArrivingFile.WriteAsync(content, ArrivingPath(name), maximum, hash: null, goesOn: null, cancellationToken);
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
        try
        {
            Publish(name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && File.Exists(ArrivingPath(name)))
        {
            // It is stored: whoever sent it must not be told otherwise.
            _late[name] = true;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task DiscardAsync(string name)
    {
        File.Delete(ArrivingPath(name));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<LocalRecording> OpenArrivedAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(new LocalRecording(ArrivingPath(name)));

    /// <inheritdoc />
    /// <remarks>Not from where it arrived: it may go from there while it is read.</remarks>
    public Task<LocalRecording?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (_late.ContainsKey(name)) PublishLate();
        return Task.FromResult(File.Exists(PathOf(name)) ? new LocalRecording(PathOf(name)) : null);
    }

    /// <inheritdoc />
    public Task<Stream?> OpenStreamAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult<Stream?>(
            (_late.ContainsKey(name) ? SharedFile.OpenIfThere(ArrivingPath(name)) : null) ?? SharedFile.OpenIfThere(PathOf(name)));

    /// <inheritdoc />
    public Task<bool> RemoveAsync(string name)
    {
        if (!BlobName.IsValid(name)) throw new IOException($"'{name}' is not a name that this server gives");
        var file = new FileInfo(PathOf(name));
        if (ListedFile.IsLink(file.Directory!)) throw new IOException($"{file.DirectoryName} is a link");
        if (ListedFile.IsLink(file) || Directory.Exists(file.FullName)) throw new IOException($"{file.FullName} is not a plain file");

        // First that which has not been moved to its place yet: whoever moves it then finds nothing, or did so before.
        var arriving = new FileInfo(ArrivingPath(name));
        var arrived = arriving.Exists;
        if (arrived) arriving.Delete();
        file.Refresh();
        var existed = file.Exists;
        if (existed) file.Delete();
        return Task.FromResult(arrived || existed);
    }

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task ProbeAsync()
    {
        PublishLate();
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

    private void Publish(string name)
    {
        var path = PathOf(name);
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        File.Move(ArrivingPath(name), path);
    }

    private void PublishLate()
    {
        foreach (var name in _late.Keys)
        {
            try
            {
                Publish(name);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody else has moved it meanwhile, or it was deleted.
                if (File.Exists(ArrivingPath(name)))
                    throw new ObjectsUnavailableException(DatabaseUnavailableException.ForForbidden().Message, exception);
            }

            _late.TryRemove(name, out _);
        }
    }

    private string ArrivingPath(string name) => Path.Combine(directory.Temporary, TemporaryName.Of(name));
}
