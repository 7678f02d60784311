namespace Hansard.Cli.Remote.Api;

/// <summary>Willingness to wait for a server that does not answer or has no room.</summary>
internal sealed record Patience
{
    /// <summary>For commands at which somebody waits for an answer.</summary>
    public static Patience Short { get; } = new();

    /// <summary>
    /// For commands that wait for work to be done, and end by a limit of their own: the server may be stopped and started.
    /// </summary>
    public static Patience Long { get; } = new() { Outage = Timeout.InfiniteTimeSpan };

    /// <summary>Time for which a server that has answered before may be away.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for which a server that has not answered yet may be away: it may be the wrong address.</summary>
    public TimeSpan FirstContact { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time for which a server may say that it has no room.</summary>
    public TimeSpan Limits { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The pause before another attempt: it doubles up to 5 s, and half of it is left to chance, so that clients do not come all at once.
    /// </summary>
    /// <param name="attempt">From 0 on.</param>
    public static TimeSpan Pause(int attempt)
        => TimeSpan.FromSeconds(Math.Min(5, 0.25 * Math.Pow(2, Math.Min(attempt, 10))) * (0.5 + (Random.Shared.NextDouble() / 2)));
}
