using Orleans;

namespace Hansard.Server.Cluster.Scheduling;

/// <summary>News of a job.</summary>
/// <param name="News">The news.</param>
/// <param name="Id">The job's; empty where it is of several.</param>
/// <param name="Milliseconds">The pause before it may be taken again, or the length of what was transcribed.</param>
[GenerateSerializer, Immutable, Alias("hansard.JobNotice")]
internal sealed record JobNotice([property: Id(0)] JobNews News, [property: Id(1)] string Id, [property: Id(2)] long Milliseconds = 0);

/// <summary>Kinds of news.</summary>
internal enum JobNews
{
    /// <summary>Can be taken from now on.</summary>
    Ready,

    /// <summary>Claimed by the worker that it was named to.</summary>
    Taken,

    /// <summary>Could not be claimed by the worker that it was named to.</summary>
    Refused,

    /// <summary>Given back by its worker.</summary>
    Returned,

    /// <summary>Ended with a transcript.</summary>
    Completed,

    /// <summary>Ended without one, or there no more.</summary>
    Ended,

    /// <summary>Some were taken back whose workers are gone.</summary>
    TakenBack,

    /// <summary>Done in parts, which count by themselves.</summary>
    Parted,
}
