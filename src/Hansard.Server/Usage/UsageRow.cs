using Hansard.Server.Contract;
using Hansard.Server.Storage;

namespace Hansard.Server.Usage;

/// <summary>Usage of one completed transcription, or one live session.</summary>
internal sealed record UsageRow
{
    /// <summary>Its place in the order of insertion.</summary>
    public long Seq { get; init; }

    /// <summary>The transcription, or the session.</summary>
    public required string Uuid { get; init; }

    /// <summary>One of <see cref="RequestSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The client's own name for it; empty when it gave none.</summary>
    public required string ClientReferenceId { get; init; }

    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long StartTime { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long EndTime { get; init; }

    /// <summary>Of the context.</summary>
    public required long InputTextTokens { get; init; }

    /// <summary>Of the recording.</summary>
    public required long InputAudioTokens { get; init; }

    /// <summary>Of the recording.</summary>
    public required long InputAudioDurationMs { get; init; }

    /// <summary>Of the transcript, translations included.</summary>
    public required long OutputTextTokens { get; init; }

    /// <summary>Indicates whether it was a live session, and no recording.</summary>
    public bool IsLive { get; init; }

    /// <summary>The use as the API shows it.</summary>
    public UsageLogResponse ToResponse() => new()
    {
        Uuid = Uuid,
        RequestScope = Source == RequestSource.Playground ? UsageLogResponse.Playground : UsageLogResponse.Api,
        ClientReferenceId = ClientReferenceId,
        Model = Model,
        TranscriptionMode = IsLive ? ModelResponse.RealTime : ModelResponse.Async,
        StartTime = Timestamp.ToIso(StartTime),
        EndTime = Timestamp.ToIso(EndTime),
        InputTextTokens = InputTextTokens,
        InputAudioTokens = InputAudioTokens,
        InputAudioDurationMs = InputAudioDurationMs,
        OutputTextTokens = OutputTextTokens,
    };
}

/// <summary>Usage of one model on one day.</summary>
internal sealed record UsageDay
{
    /// <summary>As clients named it.</summary>
    public required string Model { get; init; }

    /// <summary>UTC days since 1970.</summary>
    public required long Day { get; init; }

    /// <summary>Completed transcriptions.</summary>
    public required long Requests { get; init; }

    /// <inheritdoc cref="UsageRow.InputTextTokens" />
    public required long InputTextTokens { get; init; }

    /// <inheritdoc cref="UsageRow.InputAudioTokens" />
    public required long InputAudioTokens { get; init; }

    /// <inheritdoc cref="UsageRow.InputAudioDurationMs" />
    public required long InputAudioDurationMs { get; init; }

    /// <inheritdoc cref="UsageRow.OutputTextTokens" />
    public required long OutputTextTokens { get; init; }
}
