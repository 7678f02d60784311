using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>The answer to /healthz and /readyz.</summary>
internal sealed record HealthResponse([property: Description("ok; else what is wrong.")] string Status);
