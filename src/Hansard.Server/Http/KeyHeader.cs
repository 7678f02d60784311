namespace Hansard.Server.Http;

/// <summary>Marks an endpoint whose key may come in a header of its own, where there is no <c>Authorization</c>.</summary>
/// <param name="Name">Name of the header.</param>
internal sealed record KeyHeader(string Name);
