namespace Hansard.Server.Tests.Webhooks;

/// <summary>The system's clock, which somebody sets while the server runs; time itself goes on.</summary>
internal sealed class AdjustableClock : TimeProvider
{
    private long _offset;

    public void Set(TimeSpan offset) => Interlocked.Exchange(ref _offset, offset.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));
}
