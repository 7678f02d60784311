namespace Hansard.Server.Storage.Objects;

/// <summary>
/// A shared place, and the data directory, from which recordings are read that have not been moved to it: new ones go to the shared place
/// alone.
/// </summary>
internal sealed class MovingObjectStore(SharedObjectStore shared, FileObjectStore own, DataDirectory directory) : IObjectStore
{
    /// <inheritdoc />
    public string? Place => shared.Place;

    /// <inheritdoc />
    public Task<StoredObject?> PutAsync(Stream content, long maximum, CancellationToken cancellationToken)
        => shared.PutAsync(content, maximum, cancellationToken);

    /// <inheritdoc />
    public Task PublishAsync(string name) => shared.PublishAsync(name);

    /// <inheritdoc />
    public Task DiscardAsync(string name) => shared.DiscardAsync(name);

    /// <inheritdoc />
    public Task<LocalRecording> OpenArrivedAsync(string name, CancellationToken cancellationToken)
        => shared.OpenArrivedAsync(name, cancellationToken);

    /// <inheritdoc />
    public Task<LocalRecording?> OpenAsync(string name, CancellationToken cancellationToken)
        => OpenOwn(name) is { } recording ? Task.FromResult<LocalRecording?>(recording) : shared.OpenAsync(name, cancellationToken);

    /// <inheritdoc />
    public Task<LocalRecording?> OpenEndsAsync(string name, CancellationToken cancellationToken)
        => OpenOwn(name) is { } recording
            ? Task.FromResult<LocalRecording?>(recording)
            : shared.OpenEndsAsync(name, cancellationToken);

    /// <inheritdoc />
    public async Task<Stream?> OpenStreamAsync(string name, CancellationToken cancellationToken)
        => await own.OpenStreamAsync(name, cancellationToken) ?? await shared.OpenStreamAsync(name, cancellationToken);

    /// <inheritdoc />
    public async Task<bool> RemoveAsync(string name)
    {
        var wasOwn = await own.RemoveAsync(name);
        return await shared.RemoveAsync(name) || wasOwn;
    }

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken) => shared.PrepareAsync(cancellationToken);

    /// <inheritdoc />
    public async Task ProbeAsync()
    {
        await own.ProbeAsync();
        await shared.ProbeAsync();
    }

    // By another name, so that it stays when the move removes it from the data directory while it is read.
    private LocalRecording? OpenOwn(string name)
    {
        var path = own.PathOf(name);
        if (!File.Exists(path)) return null;
        var link = Path.Combine(directory.Temporary, TemporaryName.Of(BlobName.New()));
        if (HardLink.TryCreate(path, link))
        {
            return new LocalRecording(link, () =>
            {
                File.Delete(link);
                return ValueTask.CompletedTask;
            });
        }

        return File.Exists(path) ? new LocalRecording(path) : null;
    }
}
