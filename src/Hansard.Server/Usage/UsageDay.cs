namespace Hansard.Server.Usage;

/// <summary>What one model was used for on one day.</summary>
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
