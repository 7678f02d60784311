namespace Hansard.Server.Events;

/// <summary>Counts the streams of events that are open: each holds a connection, and asks the database twice a second.</summary>
internal sealed class OpenStreams
{
    /// <summary>Open at once at most: as many as a large office has tabs.</summary>
    public const int Most = 100;

    private int _open;

    /// <summary>Takes a place.</summary>
    /// <returns>False when none is free.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= Most) return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);
}
