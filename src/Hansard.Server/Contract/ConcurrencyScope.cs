namespace Hansard.Server.Contract;

/// <summary>What runs, and what may.</summary>
internal sealed record ConcurrencyScope(ConcurrencyValues Current, ConcurrencyValues Limits);
