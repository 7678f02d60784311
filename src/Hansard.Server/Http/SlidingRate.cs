namespace Hansard.Server.Http;

/// <summary>Measures the bytes a second over the latest stretch of time, so that a fast start does not make up for a trickle.</summary>
/// <param name="window">Length of the stretch.</param>
internal sealed class SlidingRate(TimeSpan window)
{
    // Arrivals closer to each other are one, which bounds their number.
    private readonly TimeSpan _grain = window / 100;
    private readonly Queue<Arrival> _arrivals = new();
    private Arrival _last;
    private TimeSpan _now;
    private long _sum;

    /// <summary>Counts bytes.</summary>
    /// <param name="elapsed">Time since the bytes before.</param>
    /// <param name="bytes">Number of the bytes.</param>
    /// <returns>The rate over the window; infinite until a whole window has passed.</returns>
    public double Add(TimeSpan elapsed, long bytes)
    {
        _now += elapsed;
        if (_now - _last.Time >= _grain)
        {
            _arrivals.Enqueue(_last);
            _last = new Arrival(_now, 0);
        }

        _last = _last with { Bytes = _last.Bytes + bytes };
        _sum += bytes;
        while (_arrivals.TryPeek(out var oldest) && oldest.Time <= _now - window) _sum -= _arrivals.Dequeue().Bytes;
        return _now < window ? double.PositiveInfinity : _sum / window.TotalSeconds;
    }

    private readonly record struct Arrival(TimeSpan Time, long Bytes);
}
