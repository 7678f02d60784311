using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Objects;

/// <summary>The bytes of recordings in a place that several servers share.</summary>
/// <remarks>
/// They are under their final name before the database has their row: buckets know no renaming, and other servers must find them as soon
/// as the row is there. A note of them (<see cref="IObjectNotes"/>) comes before the first byte, by which <see cref="NoteSweep"/> removes
/// what a killed server left.
/// </remarks>
internal sealed partial class SharedObjectStore(
    IObjectContainer container, IObjectNotes notes, IBlobIndex index, ILogger<SharedObjectStore> logger) : IObjectStore
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    // A removal is tried again by itself.
    private static readonly TimeSpan RemovalTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The key of a recording, as its path below a data directory.</summary>
    public static string KeyOf(string name) => $"files/{BlobName.FolderOf(name)}/{name}";

    /// <inheritdoc />
    public string? Place => container.Name;

    /// <inheritdoc />
    public async Task<StoredObject?> PutAsync(Stream content, long maximum, CancellationToken cancellationToken)
    {
        var name = BlobName.New();
        await notes.BeginAsync(name);
        var isComplete = false;
        try
        {
            var digest = await container.WriteAsync(
                KeyOf(name), content, maximum, upload => notes.RenewAsync(name, upload), cancellationToken);
            if (digest is null) return null;
            isComplete = await notes.ArrivedAsync(name, digest);
            return isComplete
                ? new StoredObject(name, digest.Size)
                : throw new ObjectsUnavailableException("The upload had been silent for too long, and was removed: send it again.");
        }
        finally
        {
            if (!isComplete) await DiscardAsync(name);
        }
    }

    /// <inheritdoc />
    /// <remarks>All is in its place. The database may not be written to here; <see cref="NoteSweep"/> settles the note.</remarks>
    public Task PublishAsync(string name) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task DiscardAsync(string name)
    {
        try
        {
            await RemoveUnusedAsync(name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // The note stays, and the bytes go with it.
            LogLeft(name, exception.Message);
        }
    }

    /// <summary>Removes bytes that have arrived or begun to, unless a row uses them, and their note.</summary>
    /// <returns>False when a row uses them.</returns>
    /// <exception cref="IOException">Not now; the note stays.</exception>
    public async Task<bool> RemoveUnusedAsync(string name)
    {
        // The outcome of a commit is not always known to whoever discards.
        if (index.IsUsed(name)) return false;
        using var timeout = new CancellationTokenSource(RemovalTimeout);
        if (notes.Find(name)?.Upload is { } upload) await container.BreakOffAsync(KeyOf(name), upload, timeout.Token);
        await container.RemoveAsync(KeyOf(name), timeout.Token);
        await notes.ForgetAsync([name]);
        return true;
    }

    /// <inheritdoc />
    public async Task<LocalRecording> OpenArrivedAsync(string name, CancellationToken cancellationToken)
        => await OpenAsync(name, cancellationToken) ?? throw new DamagedObjectException($"The recording {name} has arrived and is gone.");

    /// <inheritdoc />
    public Task<LocalRecording?> OpenAsync(string name, CancellationToken cancellationToken)
        => container.OpenAsync(KeyOf(name), notes.Find(name)?.Digest, cancellationToken);

    /// <inheritdoc />
    public Task<LocalRecording?> OpenEndsAsync(string name, CancellationToken cancellationToken)
        => container.OpenEndsAsync(KeyOf(name), cancellationToken);

    /// <inheritdoc />
    public Task<Stream?> OpenStreamAsync(string name, CancellationToken cancellationToken)
        => container.OpenStreamAsync(KeyOf(name), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> RemoveAsync(string name)
    {
        if (!BlobName.IsValid(name)) throw new IOException($"'{name}' is not a name that this server gives");
        using var timeout = new CancellationTokenSource(RemovalTimeout);
        try
        {
            await container.RemoveAsync(KeyOf(name), timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw ObjectsUnavailableException.Unreachable(exception);
        }

        await notes.ForgetAsync([name]);
        return true;
    }

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken) => container.PrepareAsync(cancellationToken);

    /// <inheritdoc />
    public async Task ProbeAsync()
    {
        using var timeout = new CancellationTokenSource(ProbeTimeout);
        try
        {
            await container.ProbeAsync(timeout.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or UnauthorizedAccessException
            or (IOException and not StorageUnavailableException))
        {
            throw ObjectsUnavailableException.Unreachable(exception);
        }
    }

    [LoggerMessage(341, LogLevel.Warning, "The bytes of {Name}, which was not accepted, could not be removed now; they go later: {Reason}")]
    private partial void LogLeft(string name, string reason);
}
