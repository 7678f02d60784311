using System.ComponentModel;
using Hansard.Server.Usage;

namespace Hansard.Server.Contract;

/// <summary>Usage of a model by day; arrays are aligned with <see cref="Days"/>.</summary>
internal sealed record UsageSummaryEntry
{
    private const string Free = "0";

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

    /// <summary>Lays sums by day out over a window.</summary>
    /// <param name="model">Whose sums; null for all.</param>
    /// <param name="usage">In any order; days may repeat.</param>
    /// <param name="firstDay">UTC days since 1970.</param>
    /// <param name="count">Days in the window.</param>
    public static UsageSummaryEntry From(string? model, IReadOnlyCollection<UsageDay> usage, long firstDay, int count)
    {
        var none = new long[count];
        string[] free = [.. Enumerable.Repeat(Free, count)];
        return new UsageSummaryEntry
        {
            Model = model,
            Days = [.. Enumerable.Range(0, count).Select(i => DateTime.UnixEpoch.AddDays(firstDay + i).ToString("yyyy-MM-dd"))],
            CostUsd = free,
            InputCostUsd = free,
            OutputCostUsd = free,
            DurationCostUsd = free,
            TotalNumRequests = usage.Sum(day => day.Requests),
            TotalInputTextTokens = usage.Sum(day => day.InputTextTokens),
            TotalInputAudioTokens = usage.Sum(day => day.InputAudioTokens),
            TotalInputAudioDurationMs = usage.Sum(day => day.InputAudioDurationMs),
            TotalOutputTextTokens = usage.Sum(day => day.OutputTextTokens),
            NumRequests = ByDay(day => day.Requests),
            InputTextTokens = ByDay(day => day.InputTextTokens),
            InputAudioTokens = ByDay(day => day.InputAudioTokens),
            InputAudioDurationMs = ByDay(day => day.InputAudioDurationMs),
            OutputTextTokens = ByDay(day => day.OutputTextTokens),
            OutputAudioTokens = none,
            OutputAudioDurationMs = none,
            DurationMs = none,
        };

        long[] ByDay(Func<UsageDay, long> value)
        {
            var days = new long[count];
            foreach (var day in usage) days[day.Day - firstDay] += value(day);
            return days;
        }
    }
}
