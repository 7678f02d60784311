using System.Diagnostics;

namespace Hansard.Resilience.Reports;

/// <summary>A number of faults of one kind, at moments that a seed chooses.</summary>
/// <param name="tried">The fault.</param>
/// <param name="times">How often.</param>
/// <param name="seed">Replays it.</param>
internal sealed class FaultRun(string tried, int times, int seed)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The fault, and where it strikes.</summary>
    public string Tried { get; } = tried;

    /// <summary>How often; a run that has to see how far it comes counts itself.</summary>
    public int Times { get; set; } = times;

    /// <summary>Replays it.</summary>
    public int Seed { get; } = seed;

    /// <summary>Chance, the same for the same seed.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>By the clock, so far.</summary>
    public TimeSpan Took => _watch.Elapsed;

    /// <summary>The run of a short form, which is the same every time.</summary>
    /// <param name="tried">The fault.</param>
    /// <param name="times">How often, where HANSARD_COUNT does not say.</param>
    public static FaultRun Short(string tried, int times) => new(tried, Effort.Of(times), Resilience.Seed.Of(20261130));

    /// <summary>The run of a long form, with a new seed.</summary>
    /// <param name="tried">The fault.</param>
    /// <param name="times">How often, where HANSARD_COUNT does not say.</param>
    public static FaultRun Long(string tried, int times = 1000) => new(tried, Effort.Of(times), Resilience.Seed.Of(null));
}
