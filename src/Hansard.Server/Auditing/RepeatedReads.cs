namespace Hansard.Server.Auditing;

/// <summary>
/// Recognises reads that were noted a while ago: a player asks for a recording in a hundred pieces, and a page asks again and again.
/// </summary>
internal sealed class RepeatedReads
{
    // Milliseconds: ten minutes.
    private const long Span = 10 * 60 * 1000;

    // Some 2 MB. Beyond that, a read may be noted twice.
    private const int Most = 10_000;

    private readonly Dictionary<AccessEntry, long> _noted = [];
    private readonly Lock _lock = new();

    /// <summary>Tells whether the same was read by the same before; if not, it is known from now on.</summary>
    public bool IsRepeated(AccessEntry entry)
    {
        var read = entry with { Time = 0 };
        lock (_lock)
        {
            if (_noted.TryGetValue(read, out var before) && entry.Time - before is >= 0 and < Span) return true;
            if (_noted.Count >= Most) _noted.Clear();
            _noted[read] = entry.Time;
            return false;
        }
    }
}
