namespace Hansard.Server.Usage;

/// <summary>What one completed transcription used.</summary>
internal sealed record UsageRow
{
    /// <summary>Its place in the order of insertion.</summary>
    public long Seq { get; init; }

    /// <summary>The transcription.</summary>
    public required string Uuid { get; init; }

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
}
