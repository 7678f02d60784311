namespace Hansard.Server.Administration;

/// <summary>Jobs that have not ended.</summary>
/// <param name="Running">Jobs that workers have, the longest running first.</param>
/// <param name="Queued">Number of jobs that wait.</param>
/// <param name="Downloading">Number of these whose recording is still to be downloaded.</param>
/// <param name="OldestQueuedAt">Creation of the oldest of them, in milliseconds since 1970 UTC; null: none waits.</param>
internal sealed record WorkOverview(IReadOnlyList<RunningJob> Running, long Queued, long Downloading, long? OldestQueuedAt);

/// <summary>A job that a worker has.</summary>
internal sealed record RunningJob
{
    /// <summary>Id of the transcription.</summary>
    public required string Id { get; init; }

    /// <summary>Name of its project.</summary>
    public required string Project { get; init; }

    /// <summary>The model, as the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>One of <see cref="Jobs.JobStage"/>; null before the first.</summary>
    public string? Stage { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Length of the recording; null while it is not known.</summary>
    public long? AudioDurationMs { get; init; }

    /// <summary>Milliseconds of it that are recognised.</summary>
    public required long TranscribedMs { get; init; }
}
