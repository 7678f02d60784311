namespace Hansard.Server.Tests.Webhooks;

/// <summary>A clock that jumps ahead whenever it is read, as if much had happened in between.</summary>
internal sealed class SteppingClock(TimeSpan step) : TimeProvider
{
    private long _reads;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + (step * Interlocked.Increment(ref _reads));

    public override long GetTimestamp()
        => base.GetTimestamp() + (long)(step.TotalSeconds * TimestampFrequency * Interlocked.Increment(ref _reads));
}
