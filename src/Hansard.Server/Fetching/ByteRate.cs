namespace Hansard.Server.Fetching;

/// <summary>Bytes a second over the last so-and-so many seconds, so that a fast start does not pay for a drip.</summary>
/// <param name="window">The time that counts.</param>
internal sealed class ByteRate(TimeSpan window)
{
    // Arrivals closer to each other are one, which bounds their number.
    private readonly TimeSpan _grain = window / 100;
    private readonly Queue<(TimeSpan Time, long Bytes)> _arrivals = new();
    private (TimeSpan Time, long Bytes) _last;
    private TimeSpan _now;
    private long _sum;

    /// <summary>Counts bytes.</summary>
    /// <param name="waited">Since the bytes before.</param>
    /// <param name="bytes">Number of the bytes.</param>
    /// <returns>The rate over the window; infinite until a whole window has passed.</returns>
    public double Add(TimeSpan waited, long bytes)
    {
        _now += waited;
        if (_now - _last.Time >= _grain)
        {
            _arrivals.Enqueue(_last);
            _last = (_now, 0);
        }

        _last.Bytes += bytes;
        _sum += bytes;
        while (_arrivals.TryPeek(out var oldest) && oldest.Time <= _now - window) _sum -= _arrivals.Dequeue().Bytes;
        return _now < window ? double.PositiveInfinity : _sum / window.TotalSeconds;
    }
}
