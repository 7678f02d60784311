namespace Hansard.Server.Tests;

/// <summary>A clock that can be set: the real one's pace, and another time.</summary>
internal sealed class ShiftedClock(TimeSpan shift = default) : TimeProvider
{
    private long _ticks = shift.Ticks;

    public void Shift(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
}
