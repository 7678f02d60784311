using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Says what is probably meant by a path that there is nothing at.</summary>
internal static class UnknownRoute
{
    private static readonly string[] Resources =
        ["/files", "/transcriptions", "/models", "/usage-logs", "/usage", "/concurrency-limits"];

    private static readonly Dictionary<string, string> NotOffered = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/v1/auth/temporary-api-key"] = "Temporary API keys are for real-time transcription, which this server does not do.",
        ["/v1/concurrent-streams-history"] = "The history of concurrent streams is for real-time transcription, which this server does not do.",
        ["/v1/tts-models"] = "Speech synthesis is not offered: this server only transcribes.",
        ["/v1/voices"] = "Voices are for speech synthesis, which this server does not do.",
    };

    /// <summary>The message of the 404.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hasDocs">Whether /docs describes the API.</param>
    public static string Explain(HttpRequest request, bool hasDocs)
    {
        var path = request.Path;
        foreach (var (prefix, message) in NotOffered)
            if (path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)) return message;

        var server = $"{request.Scheme}://{request.Host}";
        if (path.StartsWithSegments("/v1/v1"))
            return $"There is nothing at {path}: this client adds /v1 itself, so its base URL must be {server} without /v1.";
        foreach (var resource in Resources)
            if (path.StartsWithSegments(resource, StringComparison.OrdinalIgnoreCase))
                return $"There is nothing at {path}: the API is under /v1, so this client's base URL must be {server}/v1.";
        return $"There is nothing at {path}." + (hasDocs ? $" The API is described at {server}/docs." : "");
    }
}
