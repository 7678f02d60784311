using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>A page of usage.</summary>
internal sealed record UsageLogsResponse(
    [property: Description("The latest first, unless sort says otherwise.")] IReadOnlyList<UsageLogResponse> UsageLogs,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);

/// <summary>Usage of one transcription, or one live session. Nothing costs anything.</summary>
internal sealed record UsageLogResponse
{
    /// <summary>The scope of programs.</summary>
    public const string Api = "api";

    /// <summary>The scope of the server's web page.</summary>
    public const string Playground = "playground";

    private const string Free = "0";

    [Description("The transcription, or the live session.")]
    public required string Uuid { get; init; }

    [Description("api, or playground for the server's web page.")]
    public required string RequestScope { get; init; }

    [Description("Empty when none was sent.")]
    public required string ClientReferenceId { get; init; }

    [Description("As asked for.")]
    public required string Model { get; init; }

    [Description("async for recordings, real_time for live sessions. Not in the hosted service's API.")]
    public required string TranscriptionMode { get; init; }

    [Description("When processing began; UTC, ISO 8601.")]
    public required string StartTime { get; init; }

    [Description("When processing ended; UTC, ISO 8601.")]
    public required string EndTime { get; init; }

    [Description("Of the context.")]
    public required long InputTextTokens { get; init; }

    [Description("Of the recording, one for every 100 ms.")]
    public required long InputAudioTokens { get; init; }

    [Description("Length of the recording in milliseconds.")]
    public required long InputAudioDurationMs { get; init; }

    [Description("Of the transcript, translations included.")]
    public required long OutputTextTokens { get; init; }

    [Description("Always 0.")]
    public long OutputAudioTokens { get; }

    [Description("Always 0.")]
    public long OutputAudioDurationMs { get; }

    [Description("The string 0.")]
    public string CostUsd { get; } = Free;

    [Description("The string 0.")]
    public string InputCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string InputTextCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string InputAudioCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string OutputCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string OutputTextCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string OutputAudioCostUsd { get; } = Free;
}
