using Hansard.Server.Contract;

namespace Hansard.Server.Usage;

/// <summary>Sums of usage by day, as the API shows them.</summary>
internal static class UsageSummary
{
    /// <summary>Lays sums by day out over a window.</summary>
    /// <param name="model">The model to sum up; null for all.</param>
    /// <param name="usage">In any order; days may repeat.</param>
    /// <param name="firstDay">UTC days since 1970.</param>
    /// <param name="count">Days in the window.</param>
    public static UsageSummaryEntry Of(string? model, IReadOnlyCollection<UsageDay> usage, long firstDay, int count)
    {
        var none = new long[count];
        string[] free = [.. Enumerable.Repeat(UsageSummaryEntry.Free, count)];
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
