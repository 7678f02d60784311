using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>A page of usage.</summary>
internal sealed record UsageLogsResponse(
    IReadOnlyList<UsageLogResponse> UsageLogs,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);

/// <summary>What one transcription used. Nothing costs anything.</summary>
internal sealed record UsageLogResponse
{
    /// <summary>The scope of programs.</summary>
    public const string Api = "api";

    /// <summary>The scope of the server's web page.</summary>
    public const string Playground = "playground";

    private const string Free = "0";

    [Description("The transcription.")]
    public required string Uuid { get; init; }

    [Description("api, or playground for the server's web page.")]
    public required string RequestScope { get; init; }

    [Description("Empty when none was sent.")]
    public required string ClientReferenceId { get; init; }

    public required string Model { get; init; }

    public required string StartTime { get; init; }

    public required string EndTime { get; init; }

    public required long InputTextTokens { get; init; }

    public required long InputAudioTokens { get; init; }

    public required long InputAudioDurationMs { get; init; }

    public required long OutputTextTokens { get; init; }

    public long OutputAudioTokens { get; }

    public long OutputAudioDurationMs { get; }

    public string CostUsd { get; } = Free;

    public string InputCostUsd { get; } = Free;

    public string InputTextCostUsd { get; } = Free;

    public string InputAudioCostUsd { get; } = Free;

    public string OutputCostUsd { get; } = Free;

    public string OutputTextCostUsd { get; } = Free;

    public string OutputAudioCostUsd { get; } = Free;
}
