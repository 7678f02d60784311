namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Work that comes before other work.</summary>
/// <param name="Count">Number of it.</param>
/// <param name="Cost">Its cost, in seconds of sound.</param>
internal readonly record struct Ahead(double Count, double Cost)
{
    /// <summary>Adds both.</summary>
    public static Ahead operator +(Ahead one, Ahead other) => new(one.Count + other.Count, one.Cost + other.Cost);
}
