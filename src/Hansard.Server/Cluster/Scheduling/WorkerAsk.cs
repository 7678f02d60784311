using Hansard.Server.Jobs.Dispatch;
using Orleans;

namespace Hansard.Server.Cluster.Scheduling;

/// <summary>A worker that asks for work.</summary>
[GenerateSerializer, Immutable, Alias("hansard.WorkerAsk")]
internal sealed record WorkerAsk
{
    /// <summary>Tells it from the others, for logs.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Names of the models that it has.</summary>
    [Id(1)]
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>True: it takes nothing but jobs that somebody waits for.</summary>
    [Id(2)]
    public bool WaitedForOnly { get; init; }

    /// <summary>The worker as the board knows it.</summary>
    public WorkerOffer ToOffer() => new(Name, Models, WaitedForOnly);
}
