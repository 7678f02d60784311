namespace Hansard.Server.Contract;

/// <summary>Jobs that run at once: of the project, and on the server.</summary>
internal sealed record ConcurrencyLimitsResponse(ConcurrencyScope Project, ConcurrencyScope Organization);

/// <summary>What runs, and what may.</summary>
internal sealed record ConcurrencyScope(ConcurrencyValues Current, ConcurrencyValues Limits);

/// <summary>Numbers of things at once.</summary>
internal sealed record ConcurrencyValues(long TranscribeConcurrent, long TtsConcurrent);
