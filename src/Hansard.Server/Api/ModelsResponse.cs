namespace Hansard.Server.Api;

/// <summary>The answer to <c>GET /v1/models</c>.</summary>
internal sealed record ModelsResponse(IReadOnlyList<ModelResponse> Models);
