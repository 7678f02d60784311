namespace Hansard.Server.Jobs.Dispatch;

/// <summary>Jobs that wait on a board.</summary>
/// <param name="Models">By model.</param>
/// <param name="Projects">By id of the project; those alone of which something waits.</param>
/// <param name="OldestSince">When the oldest came that waits, in milliseconds since 1970 UTC; null: nothing waits.</param>
internal sealed record BoardState(
    IReadOnlyDictionary<string, Backlog> Models, IReadOnlyDictionary<string, Backlog> Projects, long? OldestSince)
{
    /// <summary>Nothing waits, or nobody has looked.</summary>
    public static BoardState Empty { get; } = new(new Dictionary<string, Backlog>(), new Dictionary<string, Backlog>(), null);
}

/// <summary>Jobs that wait for a model, or of a project.</summary>
/// <param name="Jobs">Number of jobs.</param>
/// <param name="Seconds">Length of their recordings, in seconds; estimated where it is not known.</param>
internal readonly record struct Backlog(int Jobs, double Seconds);
