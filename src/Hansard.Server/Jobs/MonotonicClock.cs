using Hansard.Server.Storage;

namespace Hansard.Server.Jobs;

/// <summary>
/// The time of day at which the process started, and on from there at an even pace: setting the system's clock neither holds up what is due
/// by this one nor hurries it.
/// </summary>
/// <remarks>
/// What is stored by it may lie far ahead at the next start, when the system's clock was set back meanwhile: a start must not wait for it.
/// </remarks>
internal sealed class MonotonicClock(TimeProvider clock)
{
    private readonly long _origin = clock.Milliseconds();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Milliseconds since 1970 UTC, as the system's clock had it at the start.</summary>
    public long Milliseconds() => _origin + (long)clock.GetElapsedTime(_start).TotalMilliseconds;
}
