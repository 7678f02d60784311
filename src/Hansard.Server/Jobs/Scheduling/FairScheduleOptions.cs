namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Rules of a <see cref="FairSchedule"/>.</summary>
internal sealed record FairScheduleOptions
{
    /// <summary>Work of more seconds of sound is long.</summary>
    public double LongCost { get; init; } = 15 * 60;

    /// <summary>Share of the workers that take no long work, so that the rest never waits behind it; rounded down.</summary>
    public double ReservedShare { get; init; } = 0.1;

    /// <summary>
    /// Seconds that work is put back in its project for each second of its sound: short work overtakes long work that came so much earlier.
    /// As it counts from the moment at which work came, long work is overtaken for a bounded time only.
    /// </summary>
    public double Ageing { get; init; } = 1;
}
