using Hansard.Server.Storage;

namespace Hansard.Server.Retention;

/// <summary>The time by which things are deleted by age: the clock's, but at most a day past that of the sweep before.</summary>
/// <remarks>
/// A clock that is wrong by months, for a moment or from the start, would otherwise delete everything. The time of the last sweep is kept
/// in the database, so that it holds across restarts; where there is none yet, the last thing that happened stands for it. A server that
/// was off for a fortnight catches up in fourteen sweeps.
/// </remarks>
internal sealed class RetentionTime(IRetentionStore store, TimeProvider clock)
{
    /// <summary>Time by which one sweep advances at most.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromDays(1);

    /// <summary>Sets the time of the sweep that begins now, and returns it: milliseconds since 1970 UTC.</summary>
    public Task<long> AdvanceAsync(CancellationToken cancellationToken)
        => store.AdvanceAsync(clock.Milliseconds(), (long)Step.TotalMilliseconds, cancellationToken);
}
