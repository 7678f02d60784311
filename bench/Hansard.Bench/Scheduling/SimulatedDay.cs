namespace Hansard.Bench.Scheduling;

/// <summary>A day of recordings that come to many workers; times in seconds.</summary>
/// <param name="Workers">Number of workers, each of which does one recording at a time.</param>
/// <param name="Projects">Number of projects, of very different sizes.</param>
/// <param name="Recordings">Number of recordings, without those of the flood.</param>
/// <param name="Load">Share of the workers' time that the recordings take, without those of the flood.</param>
/// <param name="Flood">
/// Share of the workers' time of the whole day that a project sends at once, at six in the morning; 0 for no flood.
/// </param>
internal sealed record SimulatedDay(int Workers, int Projects, int Recordings, double Load, double Flood)
{
    /// <summary>Length of the day.</summary>
    public const double Length = 86_400;

    /// <summary>The project that floods.</summary>
    public const string Flooding = "flood";

    private const double FloodAt = Length / 4;

    /// <summary>Spread of the lengths: half of them are between half and double the median, and some are hours.</summary>
    private const double Sigma = 1.2;

    /// <summary>Mean time that a recording takes a worker.</summary>
    public double MeanCost => Load * Workers * Length / Recordings;

    /// <summary>Makes the recordings, in the order in which they come; the same ones for the same seed.</summary>
    public IEnumerable<Arrival> Arrivals(int seed)
    {
        var random = new Random(seed);
        // Uneven projects, none of which alone needs more than its even part of what the others leave.
        double[] sizes = [.. Enumerable.Range(1, Projects).Select(i => 1 / Math.Sqrt(i))];
        var total = sizes.Sum();
        List<double> upTo = [];
        foreach (var size in sizes) upTo.Add((upTo.Count == 0 ? 0 : upTo[^1]) + size / total);

        var arrivals = Enumerable.Range(0, Recordings).Select(_ => new Arrival(At(), Project(), Cost())).ToList();
        if (Flood > 0)
            for (var sent = 0.0; sent < Flood * Workers * Length; sent += arrivals[^1].Cost)
                arrivals.Add(new Arrival(FloodAt, Flooding, Cost()));
        return arrivals.OrderBy(arrival => arrival.At);

        // Twice as many at noon as at midnight.
        double At()
        {
            while (true)
            {
                var at = random.NextDouble();
                if (random.NextDouble() * 1.33 < 1 - Math.Cos(2 * Math.PI * at) / 3) return at * Length;
            }
        }

        string Project()
        {
            var index = upTo.BinarySearch(random.NextDouble());
            return $"{Math.Min(index < 0 ? ~index : index, Projects - 1)}";
        }

        double Cost()
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return MeanCost * Math.Exp(Sigma * normal - Sigma * Sigma / 2);
        }
    }

    /// <summary>A recording that comes.</summary>
    internal readonly record struct Arrival(double At, string Project, double Cost);
}
