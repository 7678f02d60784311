namespace Hansard.Server.TestHost;

/// <summary>A clock that is fast or slow by the same time always; what it measures is right.</summary>
/// <param name="by">Less than nothing: it is slow.</param>
internal sealed class WrongClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
