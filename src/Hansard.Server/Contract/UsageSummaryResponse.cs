using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Usage by day: of all models, and of each that was used.</summary>
internal sealed record UsageSummaryResponse(UsageSummaryEntry Total, IReadOnlyList<UsageSummaryEntry> Models);

/// <summary>Usage of a model by day; arrays are aligned with <see cref="Days"/>.</summary>
internal sealed record UsageSummaryEntry
{
    internal const string Free = "0";

    [Description("Null in the total.")]
    public required string? Model { get; init; }

    [Description("Every UTC day of the window, ascending.")]
    public required IReadOnlyList<string> Days { get; init; }

    public string TotalCostUsd { get; } = Free;

    public string TotalInputCostUsd { get; } = Free;

    public string TotalOutputCostUsd { get; } = Free;

    public string TotalDurationCostUsd { get; } = Free;

    public required IReadOnlyList<string> CostUsd { get; init; }

    public required IReadOnlyList<string> InputCostUsd { get; init; }

    public required IReadOnlyList<string> OutputCostUsd { get; init; }

    public required IReadOnlyList<string> DurationCostUsd { get; init; }

    public required long TotalNumRequests { get; init; }

    public required long TotalInputTextTokens { get; init; }

    public required long TotalInputAudioTokens { get; init; }

    public required long TotalInputAudioDurationMs { get; init; }

    public required long TotalOutputTextTokens { get; init; }

    public long TotalOutputAudioTokens { get; }

    public long TotalOutputAudioDurationMs { get; }

    public long TotalDurationMs { get; }

    public required IReadOnlyList<long> NumRequests { get; init; }

    public required IReadOnlyList<long> InputTextTokens { get; init; }

    public required IReadOnlyList<long> InputAudioTokens { get; init; }

    public required IReadOnlyList<long> InputAudioDurationMs { get; init; }

    public required IReadOnlyList<long> OutputTextTokens { get; init; }

    public required IReadOnlyList<long> OutputAudioTokens { get; init; }

    public required IReadOnlyList<long> OutputAudioDurationMs { get; init; }

    public required IReadOnlyList<long> DurationMs { get; init; }
}
