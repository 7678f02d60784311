using System.Collections.Concurrent;

namespace Hansard.Server.Projects;

/// <summary>The latest uses of keys, until they are written down: a row for each request would cost more than the requests.</summary>
/// <param name="clock">Tells the time.</param>
internal sealed class KeyUse(TimeProvider clock)
{
    private ConcurrentDictionary<string, long> _uses = new(StringComparer.Ordinal);

    /// <summary>Notes that a key is used now.</summary>
    /// <param name="key">Id of the key: of one that there is, which bounds their number.</param>
    public void Note(string key) => _uses[key] = clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The latest use of a key that is not written down yet, in milliseconds since 1970 UTC; null: there is none.</summary>
    public long? LatestOf(string key) => _uses.TryGetValue(key, out var time) ? time : null;

    /// <summary>Takes what is to be written down.</summary>
    public IReadOnlyDictionary<string, long> Take()
        => Interlocked.Exchange(ref _uses, new ConcurrentDictionary<string, long>(StringComparer.Ordinal));
}
