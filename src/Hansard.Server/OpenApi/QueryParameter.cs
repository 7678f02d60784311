namespace Hansard.Server.OpenApi;

/// <summary>A query parameter, for the OpenAPI document.</summary>
/// <param name="Name">In the query.</param>
/// <param name="Type">The JSON type.</param>
/// <param name="Required">True where it must be given.</param>
/// <param name="Description">For people.</param>
internal sealed record QueryParameter(string Name, string Type, bool Required, string Description);
