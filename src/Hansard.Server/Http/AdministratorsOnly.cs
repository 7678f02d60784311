namespace Hansard.Server.Http;

/// <summary>Marks an endpoint under /v1 that is about the whole server, for administrators' keys alone.</summary>
internal sealed record AdministratorsOnly;
