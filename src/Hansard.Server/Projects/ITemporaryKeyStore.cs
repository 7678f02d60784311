namespace Hansard.Server.Projects;

/// <summary>Keeps temporary keys until they expire.</summary>
internal interface ITemporaryKeyStore
{
    /// <summary>Unexpired keys of a project at most: more than any of them opens sessions in an hour.</summary>
    const int MostOfProject = 10_000;

    /// <summary>Adds a key, and forgets those that have expired.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Null; or where the project has as many as it may, the time at which one expires, in milliseconds since 1970 UTC.</returns>
    Task<long?> AddAsync(TemporaryKey key, CancellationToken cancellationToken);

    /// <summary>The holder of a key, used up or not.</summary>
    /// <param name="key">As a client sent it.</param>
    /// <returns>Null when it is unknown, has expired, or the API key that it was made with is revoked.</returns>
    KeyHolder? Find(string key);

    /// <summary>Uses a key up that opens one session only; of several that try, one succeeds.</summary>
    /// <param name="digest">Digest of the key.</param>
    /// <returns>False when it is used up already, or gone.</returns>
    Task<bool> UseUpAsync(string digest);

    /// <summary>Forgets keys that have expired.</summary>
    Task RemoveExpiredAsync(CancellationToken cancellationToken);
}
