using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Room that a server takes, and that is left.</summary>
[Description("The room that a server takes on its disk, and that is left.")]
internal sealed record ServerStorageResponse
{
    [Description("Bytes of the database, its log included.")]
    public required long DatabaseBytes { get; init; }

    [Description("Bytes of the recordings of all projects.")]
    public required long RecordingsBytes { get; init; }

    [Description("Bytes of the models that are here.")]
    public required long ModelsBytes { get; init; }

    [Description("Bytes that are free on the disk of the data directory.")]
    public required long FreeBytes { get; init; }

    [Description("Bytes of that disk in all.")]
    public required long DiskBytes { get; init; }

    [Description("Bytes that stay free: nothing is taken in when there are fewer.")]
    public required long ReservedBytes { get; init; }

    [Description("By size, the largest first; the first two thousand by name.")]
    public required IReadOnlyList<ProjectStorageEntry> Projects { get; init; }
}

/// <summary>Room that a project takes.</summary>
[Description("The room that the recordings of a project take.")]
internal sealed record ProjectStorageEntry(
    [property: Description("A UUID.")] string Id,
    [property: Description("Name of the project.")] string Name,
    [property: Description("Number of stored files.")] long Files,
    [property: Description("Bytes of them.")] long Bytes);

/// <summary>Work of a server's workers, and what waits for them.</summary>
[Description("What the workers of a server do, and what waits for them.")]
internal sealed record WorkersResponse
{
    [Description("Number of jobs that run at once.")]
    public required int Workers { get; init; }

    [Description("Jobs that run, the longest running first.")]
    public required IReadOnlyList<RunningJobEntry> Running { get; init; }

    [Description("Number of jobs that wait.")]
    public required long Queued { get; init; }

    [Description("Number of these that wait for their recording to be downloaded.")]
    public required long Downloading { get; init; }

    [Description("When the oldest of them was made, in UTC; null: none waits.")]
    public required string? OldestQueuedAt { get; init; }
}

/// <summary>A job that a worker has.</summary>
[Description("A job that a worker has. What is said in the recording, and its name, are its project's alone.")]
internal sealed record RunningJobEntry
{
    [Description("Of the transcription.")]
    public required string TranscriptionId { get; init; }

    [Description("Name of its project.")]
    public required string Project { get; init; }

    [Description("The model that was asked for.")]
    public required string Model { get; init; }

    [Description("recognition, diarization or translation; null before the first.")]
    public required string? Stage { get; init; }

    [Description("In UTC.")]
    public required string StartedAt { get; init; }

    [Description("Length of the recording; null while it is not known.")]
    public required long? AudioDurationMs { get; init; }

    [Description("Milliseconds of it that are recognised.")]
    public required long TranscribedMs { get; init; }
}

/// <summary>Ages at which things are deleted by themselves.</summary>
[Description("Ages at which things are deleted by themselves, as the configuration sets them.")]
internal sealed record RetentionResponse(
    [property: Description("Seconds after its upload that a file is deleted; null: never.")] long? FilesSeconds,
    [property: Description("Seconds after its end that a transcription is deleted; null: never.")] long? TranscriptionsSeconds);
