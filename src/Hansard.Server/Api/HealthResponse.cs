namespace Hansard.Server.Api;

/// <summary>The answer to /healthz and /readyz.</summary>
internal sealed record HealthResponse(string Status);
