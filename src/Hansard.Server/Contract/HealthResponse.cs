namespace Hansard.Server.Contract;

/// <summary>The answer to /healthz and /readyz.</summary>
internal sealed record HealthResponse(string Status);
