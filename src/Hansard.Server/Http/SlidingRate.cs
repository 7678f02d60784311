namespace Hansard.Server.Http;

/// <summary>Finds out whether something arrived too slowly during any stretch of time, however fast it was before.</summary>
/// <param name="slots">Parts of equal length that the stretch is made of.</param>
/// <param name="least">Bytes that must arrive in a stretch.</param>
internal sealed class SlidingRate(int slots, long least)
{
    private readonly long[] _arrived = new long[slots];
    private long _sum;
    private int _ended;

    /// <summary>Ends a slot.</summary>
    /// <param name="arrived">Bytes that arrived in it.</param>
    /// <returns>False when less than the least arrived in the stretch that ends with it; the first ones cannot say.</returns>
    public bool EndSlot(long arrived)
    {
        var slot = _ended % slots;
        _sum += arrived - _arrived[slot];
        _arrived[slot] = arrived;
        return ++_ended < slots || _sum >= least;
    }
}
