namespace Hansard.Server.Jobs;

/// <summary>A job that a worker may take, as the schedule sees it.</summary>
internal sealed record WaitingJob
{
    /// <summary>Of the transcription.</summary>
    public required string Id { get; init; }

    /// <summary>Grows in the order of creation.</summary>
    public required long Seq { get; init; }

    /// <summary>Id of the project that the job belongs to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>Length of the recording, in milliseconds; null while nobody knows.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Time until it may be taken, in milliseconds; 0 or less: now.</summary>
    public required long WaitMs { get; init; }

    /// <summary>Somebody waits for its end.</summary>
    public bool IsWaitedFor { get; init; }

    /// <summary>Within its project, the higher comes first.</summary>
    public int Priority { get; init; }
}
