namespace Hansard.Server.Api;

/// <summary>What runs, and what may.</summary>
internal sealed record ConcurrencyScope(ConcurrencyValues Current, ConcurrencyValues Limits);
