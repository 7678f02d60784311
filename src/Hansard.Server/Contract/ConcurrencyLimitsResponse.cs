namespace Hansard.Server.Contract;

/// <summary>Jobs that run at once: of the project, and on the server.</summary>
internal sealed record ConcurrencyLimitsResponse(ConcurrencyScope Project, ConcurrencyScope Organization);
