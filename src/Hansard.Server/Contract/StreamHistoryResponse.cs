using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>Live sessions at once, over time.</summary>
internal sealed record StreamHistoryResponse(
    [property: Description("As asked for.")] string Kind,
    [property: Description("Every period of the window, in order.")] IReadOnlyList<StreamHistoryEntry> Entries);

/// <summary>Live sessions at once in a period.</summary>
internal sealed record StreamHistoryEntry
{
    [Description("UTC, ISO 8601; a multiple of period_sec.")]
    public required string PeriodStart { get; init; }

    [Description("As asked for.")]
    public required int PeriodSec { get; init; }

    [Description("Always 0.")]
    public int SampleMin { get; }

    [Description("The most at once.")]
    public required int SampleMax { get; init; }

    [Description("Sum of the recorded values: of a minute, those at its start and at each start and end of a session in it; of an hour, "
        + "the peaks of its minutes; of a day, those of its hours.")]
    public required long SampleSum { get; init; }

    [Description("Number of the recorded values; 0 where no session ran.")]
    public required int SampleCount { get; init; }

    [Description("1 of a minute, 60 of an hour, 24 of a day; 0 where no session ran.")]
    public required int TotalCount { get; init; }
}
