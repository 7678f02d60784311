namespace Hansard.Server.Http;

/// <summary>Marks an endpoint under /v1 that needs no key, as what it is asked for is itself a secret. It has no project.</summary>
internal sealed record OpenToAll;
