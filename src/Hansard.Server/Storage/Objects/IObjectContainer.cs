namespace Hansard.Server.Storage.Objects;

/// <summary>A place of objects by name that several servers share: a bucket, or a folder.</summary>
/// <remarks>
/// An object appears under its key complete, or not at all. Keys have segments of ASCII letters, digits, dots and hyphens between slashes:
/// <c>files/xx/UUID</c> is a recording (<see cref="SharedObjectStore"/>); what else is kept goes under a first segment of its own.
/// </remarks>
internal interface IObjectContainer
{
    /// <summary>Its name for whoever runs the server, such as <c>s3://BUCKET/PREFIX</c>.</summary>
    string Name { get; }

    /// <summary>Stores something, reads it and removes it.</summary>
    /// <exception cref="IOException">One of that does not work; the message says which setting is wrong, or what to do.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Stores a stream.</summary>
    /// <param name="key">New: nothing was ever stored under it.</param>
    /// <param name="content">Read to its end; its own exceptions pass through.</param>
    /// <param name="maximum">The most bytes accepted.</param>
    /// <param name="goesOn">Told now and then that the upload goes on, and its name if it is one in parts.</param>
    /// <param name="cancellationToken">Stops, leaving nothing where that can be had.</param>
    /// <returns>Size and checksum of what is stored; null when there were more bytes than the maximum.</returns>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    Task<ObjectDigest?> WriteAsync(
        string key, Stream content, long maximum, Func<string?, Task>? goesOn, CancellationToken cancellationToken);

    /// <summary>Makes an object readable as a file of this machine.</summary>
    /// <param name="key">The object's.</param>
    /// <param name="expected">Size and checksum that it must have, if they are known.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <returns>The file, which stays until it is disposed of; null when there is no such object.</returns>
    /// <exception cref="DamagedObjectException">It has other bytes.</exception>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    Task<LocalRecording?> OpenAsync(string key, ObjectDigest? expected, CancellationToken cancellationToken);

    /// <summary>Makes the ends of an object readable as a file of its size; what is between may be there, or zeros.</summary>
    /// <returns>The file, which stays until it is disposed of; null when there is no such object.</returns>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    Task<LocalRecording?> OpenEndsAsync(string key, CancellationToken cancellationToken) => OpenAsync(key, null, cancellationToken);

    /// <summary>Opens an object to be read from anywhere in it.</summary>
    /// <returns>A stream that can seek; null when there is no such object.</returns>
    /// <exception cref="ObjectsUnavailableException">Not now.</exception>
    Task<Stream?> OpenStreamAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes an object, if it is there.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be removed.</exception>
    Task RemoveAsync(string key, CancellationToken cancellationToken);

    /// <summary>Breaks off an upload in parts that its server left.</summary>
    /// <exception cref="IOException">It cannot be broken off now.</exception>
    Task BreakOffAsync(string key, string upload, CancellationToken cancellationToken);

    /// <summary>The keys that begin with a prefix, in any order.</summary>
    /// <param name="prefix">Whole segments, with a slash at its end.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="IOException">Not now.</exception>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Finds out, within a few seconds, whether it answers.</summary>
    /// <exception cref="IOException">It does not.</exception>
    /// <exception cref="UnauthorizedAccessException">It does not.</exception>
    Task ProbeAsync(CancellationToken cancellationToken);
}
