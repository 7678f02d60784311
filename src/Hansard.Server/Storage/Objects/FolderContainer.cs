using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Hansard.Server.Storage.Objects;

/// <summary>A folder that several servers share, such as one of a file server.</summary>
/// <remarks>Objects are written beside it and moved into their place, which is atomic in one file system.</remarks>
/// <param name="root">The folder, absolute.</param>
internal sealed class FolderContainer(string root) : IObjectContainer
{
    // More than a file system stores in the folder's own blocks.
    private static readonly byte[] Sample = new byte[1 << 16];

    private readonly string _temporary = Path.Combine(root, "temporary");

    /// <inheritdoc />
    public string Name => root;

    /// <inheritdoc />
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A folder above that is not there is most likely a file system that is not mounted.
            if (!Directory.Exists(Path.GetDirectoryName(root) ?? root))
                throw new IOException($"the folder above it is not there");
            PrivateFile.CreateFolder(_temporary);
            await ProbeAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The folder {root} for recordings cannot be written ({exception.Message.TrimEnd('.')}): mount it and let this user "
                + "write there, or give another with --objects.", exception);
        }
    }

    /// <inheritdoc />
    public async Task<ObjectDigest?> WriteAsync(
        string key, Stream content, long maximum, Func<string?, Task>? goesOn, CancellationToken cancellationToken)
    {
        var (path, arriving) = (PathOf(key), ArrivingPath(key));
        var isComplete = false;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var size = await ArrivingFile.WriteAsync(content, arriving, maximum, hash, new GoingOn(goesOn).TellAsync, cancellationToken);
            if (size > maximum) return null;
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            File.Move(arriving, path);
            isComplete = true;
            return new ObjectDigest(size, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (DirectoryNotFoundException exception)
        {
            throw ObjectsUnavailableException.Unreachable(exception);
        }
        finally
        {
            if (!isComplete) DeleteIfThere(arriving);
        }
    }

    /// <inheritdoc />
    public Task<LocalRecording?> OpenAsync(string key, ObjectDigest? expected, CancellationToken cancellationToken)
    {
        CheckRoot();
        var file = new FileInfo(PathOf(key));
        if (!file.Exists) return Task.FromResult<LocalRecording?>(null);
        // The checksum would take another reading of it; the move of a storage compares it.
        if (expected is not null && file.Length != expected.Size)
            throw new DamagedObjectException($"The object {key} has {file.Length} bytes, and had {expected.Size} when it was stored.");
        return Task.FromResult<LocalRecording?>(new LocalRecording(file.FullName));
    }

    /// <inheritdoc />
    public Task<Stream?> OpenStreamAsync(string key, CancellationToken cancellationToken)
    {
        CheckRoot();
        return Task.FromResult<Stream?>(SharedFile.OpenIfThere(PathOf(key)));
    }

    /// <inheritdoc />
    public Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        CheckRoot();
        var file = new FileInfo(PathOf(key));
        if (file.Directory is { Exists: true } folder && ListedFile.IsLink(folder)) throw new IOException($"{folder.FullName} is a link");
        if (ListedFile.IsLink(file) || Directory.Exists(file.FullName)) throw new IOException($"{file.FullName} is not a plain file");
        if (file.Exists) file.Delete();
        DeleteIfThere(ArrivingPath(key));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task BreakOffAsync(string key, string upload, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CheckRoot();
        var folder = PathOf(prefix.TrimEnd('/'));
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        CheckRoot();
        var path = Path.Combine(_temporary, $"probe-{BlobName.New()}");
        try
        {
            using var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(Sample);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            DeleteIfThere(path);
        }

        return Task.CompletedTask;
    }

    // Without it, all recordings would seem to have been deleted.
    private void CheckRoot()
    {
        if (!Directory.Exists(_temporary)) throw ObjectsUnavailableException.Unreachable();
    }

    private string PathOf(string key) => Path.Combine([root, .. ObjectKey.Checked(key).Split('/')]);

    private string ArrivingPath(string key) => Path.Combine(_temporary, $"{ObjectKey.Checked(key).Replace('/', '~')}.part");

    private static void DeleteIfThere(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Its folder has gone with it.
        }
    }
}
