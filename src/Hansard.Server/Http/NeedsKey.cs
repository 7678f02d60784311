namespace Hansard.Server.Http;

/// <summary>Marks an endpoint outside of /v1 that acts for the project of an API key, as all under /v1 do.</summary>
internal sealed record NeedsKey;
