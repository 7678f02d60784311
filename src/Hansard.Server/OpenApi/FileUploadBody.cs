namespace Hansard.Server.OpenApi;

/// <summary>Marks a route whose body is a multipart form with a file, for the OpenAPI document.</summary>
internal sealed record FileUploadBody;
