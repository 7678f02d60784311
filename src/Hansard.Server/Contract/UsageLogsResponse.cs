using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>A page of usage.</summary>
internal sealed record UsageLogsResponse(
    IReadOnlyList<UsageLogResponse> UsageLogs,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);
