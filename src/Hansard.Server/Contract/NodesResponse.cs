using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Nodes of an installation, their work, and what waits for them.</summary>
[Description("The nodes of an installation, what each does, and what waits for them. A server on its own is the only node.")]
internal sealed record NodesResponse
{
    [Description("This node and the others, by their addresses.")]
    public required IReadOnlyList<NodeEntry> Nodes { get; init; }

    [Description("Jobs that are under way, and none of the nodes that answered has: a node has died, or does not answer.")]
    public required IReadOnlyList<RunningJobEntry> Elsewhere { get; init; }

    [Description("What waits for a worker, by project, most seconds of sound first; the first two hundred.")]
    public required IReadOnlyList<WaitingProjectEntry> Waiting { get; init; }

    [Description("Number of all jobs that wait for a worker.")]
    public required long WaitingJobs { get; init; }

    [Description("Seconds of sound of all of them, estimated where a length is not known.")]
    public required double WaitingSeconds { get; init; }
}

/// <summary>A node of an installation.</summary>
[Description("A node of an installation. One that did not answer in time has its address and status alone.")]
internal sealed record NodeEntry
{
    [Description("IP address and port for calls between nodes; null where there are no others.")]
    public required string? Address { get; init; }

    [Description("starting, active or leaving.")]
    public required string Status { get; init; }

    [Description("True for the node that answers this request.")]
    public required bool Current { get; init; }

    [Description("False: it did not answer within some seconds.")]
    public required bool Answers { get; init; }

    [Description("Name of the machine.")]
    public string? Host { get; init; }

    [Description("all, api or worker.")]
    public string? Role { get; init; }

    [Description("Version of the program.")]
    public string? Version { get; init; }

    [Description("Start of the process, in UTC.")]
    public string? StartedAt { get; init; }

    [Description("Names of the speech models that it transcribes with.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Threads that it computes with.")]
    public int? Threads { get; init; }

    [Description("Bytes of memory that it may use.")]
    public long? MemoryBytes { get; init; }

    [Description("Jobs that it does at once; 0: it serves clients alone.")]
    public int? Workers { get; init; }

    [Description("Seconds of sound that it transcribes in a second, over the last five minutes.")]
    public double? AudioRate { get; init; }

    [Description("Milliseconds that its clock is ahead of this node's.")]
    public double? ClockSkewMs { get; init; }

    [Description("Milliseconds from this node's question to its answer.")]
    public double? LatencyMs { get; init; }

    [Description("Jobs that it has, the longest running first.")]
    public IReadOnlyList<RunningJobEntry> Running { get; init; } = [];
}

/// <summary>Jobs of a project that wait.</summary>
[Description("Jobs of a project that wait for a worker.")]
internal sealed record WaitingProjectEntry(
    [property: Description("Name of the project.")] string Project,
    [property: Description("Number of jobs.")] long Jobs,
    [property: Description("Seconds of sound, estimated where a length is not known.")] double Seconds);
