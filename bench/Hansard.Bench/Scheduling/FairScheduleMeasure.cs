namespace Hansard.Bench.Scheduling;

/// <summary>Waiting times of all projects on a day on which one of them floods the queue, beside the same day without it.</summary>
internal static class FairScheduleMeasure
{
    /// <param name="recordings">Number of recordings in the day.</param>
    /// <param name="seed">Of the recordings.</param>
    public static List<ResultRow> Run(int recordings, int seed)
    {
        var quiet = new SimulatedDay(Workers: 1000, Projects: 200, recordings, Load: 0.7, Flood: 0);
        var before = SimulatedWorkers.Run(quiet, seed);
        var flooded = SimulatedWorkers.Run(quiet with { Flood = 0.4 }, seed);
        return
        [
            new(
                "recordings",
                $"{recordings} of {quiet.MeanCost:F0} s of a worker at the mean, and {flooded.Waits[SimulatedDay.Flooding].Count} at once"),
            new("waits without the flood, mean, 99 % and longest", Of(Others(before))),
            new("waits of the others with it, mean, 99 % and longest", Of(Others(flooded))),
            new("longest mean wait of a project, without and with it", $"{Longest(before):F1} s, {Longest(flooded):F1} s"),
            new("the flood is done after", $"{(flooded.Waits[SimulatedDay.Flooding].Max() / 3600):F1} h"),
            new("decisions in a second, with their additions and ends", $"{flooded.Decisions / flooded.Deciding.TotalSeconds:F0}"),
            FullBoard.Measure(100_000, seed),
        ];

        static double[] Others(SimulatedWorkers workers)
            => [.. workers.Waits.Where(project => project.Key != SimulatedDay.Flooding).SelectMany(project => project.Value).Order()];

        static string Of(double[] waits)
            => $"{waits.Average():F1} s, {waits[(int)(waits.Length * 0.99)]:F1} s, {waits[^1]:F0} s";

        static double Longest(SimulatedWorkers workers)
            => workers.Waits.Where(project => project.Key != SimulatedDay.Flooding).Max(project => project.Value.Average());
    }
}
