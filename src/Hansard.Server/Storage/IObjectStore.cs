namespace Hansard.Server.Storage;

/// <summary>The bytes of recordings.</summary>
/// <remarks>
/// A recording appears under its name complete, or not at all: it arrives, and is published once the database has its row. It is removed
/// only after the database has noted its name as deleted (<see cref="RecordingRemoval"/>).
/// </remarks>
internal interface IObjectStore
{
    /// <summary>
    /// Takes a stream in. It is stored when <see cref="PublishAsync"/> has been called, and forgotten after <see cref="DiscardAsync"/>.
    /// </summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="maximum">The most bytes accepted.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <returns>The name that it will be stored under, and its size; null when it has more bytes than <paramref name="maximum"/>.</returns>
    Task<StoredObject?> PutAsync(Stream content, long maximum, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a recording that has arrived in its place. Called when its row is on the disk: a start does the same after a kill in between.
    /// </summary>
    Task PublishAsync(string name);

    /// <summary>Removes a recording that has arrived and was not stored.</summary>
    Task DiscardAsync(string name);

    /// <summary>Makes a stored recording readable as a file of this machine.</summary>
    /// <returns>The file, which stays until it is disposed of; null when there is no such recording.</returns>
    Task<LocalRecording?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a stored recording.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="IOException">It cannot be removed; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be removed.</exception>
    Task<bool> RemoveAsync(string name);

    /// <summary>Stores something and removes it.</summary>
    /// <exception cref="IOException">Nothing can be stored.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing can be stored.</exception>
    Task ProbeAsync();
}

/// <summary>A recording in an <see cref="IObjectStore"/>.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Size">Its size in bytes.</param>
internal sealed record StoredObject(string Name, long Size);

/// <summary>A recording as a file of this machine.</summary>
/// <param name="path">The place of the bytes.</param>
/// <param name="release">Run when it is not needed any more.</param>
internal sealed class LocalRecording(string path, Func<ValueTask>? release = null) : IAsyncDisposable
{
    /// <summary>The place of the bytes.</summary>
    public string Path => path;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => release?.Invoke() ?? ValueTask.CompletedTask;
}
