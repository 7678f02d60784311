namespace Hansard.Server.Contract;

/// <summary>The answer to <c>GET /v1/models</c>.</summary>
internal sealed record ModelsResponse(IReadOnlyList<ModelResponse> Models);
