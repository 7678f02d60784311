using Hansard.Server.Jobs.Scheduling;

namespace Hansard.Server.Jobs.Dispatch;

/// <summary>Rules of a <see cref="DispatchBoard"/>.</summary>
internal sealed record BoardOptions
{
    /// <summary>Rules of the order.</summary>
    public FairScheduleOptions Schedule { get; init; } = new();

    /// <summary>Most jobs of a model at once, by its name.</summary>
    public IReadOnlyDictionary<string, int> ModelLimits { get; init; } = new Dictionary<string, int>();

    /// <summary>The share of a project, by its id; asked once for each.</summary>
    public Func<string, ProjectShare> ShareOf { get; init; } = _ => ProjectShare.Usual;

    /// <summary>The model that does what was asked of a name, which may be an alias.</summary>
    public Func<string, string> ModelOf { get; init; } = name => name;

    /// <summary>Seconds of a recording of which nobody knows the length.</summary>
    public double UnknownSeconds { get; init; } = 300;
}
