using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Usage by day: of all models, and of each that was used.</summary>
internal sealed record UsageSummaryResponse(
    [property: Description("Of all models together.")] UsageSummaryEntry Total,
    [property: Description("Of each model that was used.")] IReadOnlyList<UsageSummaryEntry> Models);

/// <summary>Usage of a model by day; every list has one item for each of the days.</summary>
internal sealed record UsageSummaryEntry
{
    internal const string Free = "0";

    [Description("Null in the total.")]
    public required string? Model { get; init; }

    [Description("Every UTC day of the window, ascending.")]
    public required IReadOnlyList<string> Days { get; init; }

    [Description("The string 0.")]
    public string TotalCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string TotalInputCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string TotalOutputCostUsd { get; } = Free;

    [Description("The string 0.")]
    public string TotalDurationCostUsd { get; } = Free;

    [Description("The string 0 for each day.")]
    public required IReadOnlyList<string> CostUsd { get; init; }

    [Description("The string 0 for each day.")]
    public required IReadOnlyList<string> InputCostUsd { get; init; }

    [Description("The string 0 for each day.")]
    public required IReadOnlyList<string> OutputCostUsd { get; init; }

    [Description("The string 0 for each day.")]
    public required IReadOnlyList<string> DurationCostUsd { get; init; }

    [Description("Completed transcriptions.")]
    public required long TotalNumRequests { get; init; }

    [Description("Of contexts.")]
    public required long TotalInputTextTokens { get; init; }

    [Description("Of recordings.")]
    public required long TotalInputAudioTokens { get; init; }

    [Description("Milliseconds of recordings.")]
    public required long TotalInputAudioDurationMs { get; init; }

    [Description("Of transcripts.")]
    public required long TotalOutputTextTokens { get; init; }

    [Description("Always 0.")]
    public long TotalOutputAudioTokens { get; }

    [Description("Always 0.")]
    public long TotalOutputAudioDurationMs { get; }

    [Description("Always 0.")]
    public long TotalDurationMs { get; }

    [Description("Completed transcriptions of each day.")]
    public required IReadOnlyList<long> NumRequests { get; init; }

    [Description("Of the contexts of each day.")]
    public required IReadOnlyList<long> InputTextTokens { get; init; }

    [Description("Of the recordings of each day.")]
    public required IReadOnlyList<long> InputAudioTokens { get; init; }

    [Description("Milliseconds of recordings of each day.")]
    public required IReadOnlyList<long> InputAudioDurationMs { get; init; }

    [Description("Of the transcripts of each day.")]
    public required IReadOnlyList<long> OutputTextTokens { get; init; }

    [Description("0 for each day.")]
    public required IReadOnlyList<long> OutputAudioTokens { get; init; }

    [Description("0 for each day.")]
    public required IReadOnlyList<long> OutputAudioDurationMs { get; init; }

    [Description("0 for each day.")]
    public required IReadOnlyList<long> DurationMs { get; init; }
}
