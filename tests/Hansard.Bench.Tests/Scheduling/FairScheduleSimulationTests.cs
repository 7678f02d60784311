using Hansard.Bench.Scheduling;

namespace Hansard.Bench.Tests.Scheduling;

/// <summary>A day in which a project sends more than half of what all workers can do at once, beside the same day without it.</summary>
public sealed class FairScheduleSimulationTests
{
    // Also at noon the largest project needs less than its even part: one that needs more waits with the flood, by its own doing.
    private static readonly SimulatedDay Quiet = new(Workers: 100, Projects: 40, Recordings: 40_000, Load: 0.55, Flood: 0);

    [Fact]
    public void A_flood_of_one_project_hardly_delays_the_others_and_nobody_starves()
    {
        var before = SimulatedWorkers.Run(Quiet, seed: 1);
        var flooded = SimulatedWorkers.Run(Quiet with { Flood = 0.6 }, seed: 1);

        var others = flooded.Waits.Where(project => project.Key != SimulatedDay.Flooding).ToDictionary();
        Assert.Equal(Quiet.Recordings, others.Values.Sum(waits => waits.Count));
        Assert.Equal(Quiet.Projects, others.Count);

        // All workers are busy by then: a recording waits for the next that is free, and not for the flood.
        var longest = before.Waits.Values.Max(waits => waits.Average());
        Assert.InRange(others.Values.Max(waits => waits.Average()), 0, longest + Quiet.MeanCost / 4);
        Assert.InRange(others.Values.Max(waits => waits.Max()), 0, 10 * Quiet.MeanCost);

        // And no worker rests while the flood waits: 1.15 days of work, for a sixth of a day of which nothing was there before the flood,
        // and at the end some workers that take no long recordings.
        Assert.InRange(flooded.Ended, 0, 1.4 * SimulatedDay.Length);
    }

    [Fact]
    public void A_day_can_be_repeated()
    {
        var (one, other) = (SimulatedWorkers.Run(Quiet, seed: 2), SimulatedWorkers.Run(Quiet, seed: 2));

        Assert.Equal(one.Waits["3"], other.Waits["3"]);
    }
}
