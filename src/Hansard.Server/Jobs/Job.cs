using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Jobs.Parts;

namespace Hansard.Server.Jobs;

/// <summary>A transcription that a worker has, as it was when the lease began.</summary>
internal sealed record Job
{
    /// <summary>Of the transcription.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the project that the job belongs to.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Name of that project.</summary>
    public required string ProjectName { get; init; }

    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>URL of the recording; null when it was uploaded.</summary>
    public string? AudioUrl { get; init; }

    /// <summary>The recording's bytes in the object store; null while they are still to be downloaded.</summary>
    public string? Blob { get; init; }

    /// <summary>JSON of <see cref="TranscriptionRequest"/>.</summary>
    public required string RequestJson { get; init; }

    /// <summary>The client's own name for it.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>URL that is told of the job's end.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>One of <see cref="RequestSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the protocol that it came by; null: the API.</summary>
    public string? Door { get; init; }

    /// <summary>Somebody waits for its end.</summary>
    public bool IsWaitedFor { get; init; }

    /// <summary>Nothing of it is kept when whoever waits has its transcript.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Length of the recording, in milliseconds; null while nobody knows.</summary>
    public long? DurationMs { get; init; }

    /// <summary>The part of it that the worker has, whose <see cref="Fence"/> this is then; null: the job itself.</summary>
    public JobPart? Part { get; init; }

    /// <summary>Proves that the worker still has it: greater than those of all who had it before.</summary>
    public required long Fence { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The options that were asked for.</summary>
    public TranscriptionRequest Request() => JsonSerializer.Deserialize<TranscriptionRequest>(RequestJson, JsonSettings.Stored)!;
}
