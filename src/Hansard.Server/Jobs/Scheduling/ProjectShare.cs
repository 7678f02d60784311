namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Part of the workers that a project may have.</summary>
/// <param name="Weight">Seconds of sound, beside the weights of the others while these have work too; more than zero.</param>
/// <param name="Limit">Most work of the project at once; null for no limit.</param>
internal readonly record struct ProjectShare(double Weight, int? Limit)
{
    /// <summary>The share of a project of which nothing is said.</summary>
    public static ProjectShare Usual { get; } = new(Weight: 1, Limit: null);
}
