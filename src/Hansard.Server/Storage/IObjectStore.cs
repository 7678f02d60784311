namespace Hansard.Server.Storage;

/// <summary>The bytes of recordings.</summary>
/// <remarks>
/// A recording appears under its name complete, or not at all: it arrives, and is published once the database has its row. It is removed
/// only after the database has noted its name as deleted (<see cref="RecordingRemoval"/>).
/// </remarks>
internal interface IObjectStore
{
    /// <summary>Name of the place that it shares with other servers, such as <c>s3://BUCKET/PREFIX</c>; null for none.</summary>
    string? Place { get; }

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

    /// <summary>Makes a recording that has arrived, and is not stored, readable as a file of this machine.</summary>
    /// <returns>The file, which stays until it is disposed of and the recording discarded or published.</returns>
    Task<LocalRecording> OpenArrivedAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes a stored recording readable as a file of this machine.</summary>
    /// <returns>The file, which stays until it is disposed of; null when there is no such recording.</returns>
    /// <exception cref="DamagedObjectException">It is not what was taken in.</exception>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    Task<LocalRecording?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes the ends of a recording readable as a file of its size: enough to tell how long it says that it is.</summary>
    /// <returns>The file, which stays until it is disposed of; null when there is no such recording.</returns>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    Task<LocalRecording?> OpenEndsAsync(string name, CancellationToken cancellationToken) => OpenAsync(name, cancellationToken);

    /// <summary>Opens a stored recording to be read from anywhere in it, of which no more is had than what is read.</summary>
    /// <returns>A stream that can seek; null when there is no such recording.</returns>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    Task<Stream?> OpenStreamAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a stored recording.</summary>
    /// <returns>False when there was none, as far as that is told.</returns>
    /// <exception cref="IOException">It cannot be removed; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be removed.</exception>
    Task<bool> RemoveAsync(string name);

    /// <summary>Sees to it, before the first request, that recordings can be stored and read.</summary>
    /// <exception cref="IOException">They cannot; the message says what to do.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Finds out whether something can be stored now: most surely, by storing something.</summary>
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
