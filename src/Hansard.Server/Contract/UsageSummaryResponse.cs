namespace Hansard.Server.Contract;

/// <summary>Usage by day: of all models, and of each that was used.</summary>
internal sealed record UsageSummaryResponse(UsageSummaryEntry Total, IReadOnlyList<UsageSummaryEntry> Models);
