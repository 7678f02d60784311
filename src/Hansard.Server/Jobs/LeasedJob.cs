namespace Hansard.Server.Jobs;

/// <summary>A job that a worker has, as the schedule sees it.</summary>
internal sealed record LeasedJob
{
    /// <summary>Of the transcription.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the project that the job belongs to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>Length of the recording, in milliseconds; null while nobody knows.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Somebody waits for its end.</summary>
    public bool IsWaitedFor { get; init; }

    /// <summary>The lease's.</summary>
    public required long Fence { get; init; }

    /// <summary>Name of the server that has it.</summary>
    public required string Owner { get; init; }
}
