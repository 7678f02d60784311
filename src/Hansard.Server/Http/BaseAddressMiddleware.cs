using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>
/// Answers calls of clients whose base address ends in /v1 twice, or not at all, as their /v1 form. Comes before routing.
/// </summary>
/// <remarks>
/// Half of the clients add /v1 themselves and half expect it in their base address, and neither says which it is. What follows sees the /v1
/// form alone, so keys, limits and errors are the same.
/// </remarks>
internal sealed class BaseAddressMiddleware(RequestDelegate next)
{
    private const string Api = "/v1";

    // All that the API has under /v1, and what it says it has not: everything else at the root is free for pages.
    private static readonly PathString[] Resources =
    [
        "/files", "/transcriptions", "/known-speakers", "/models", "/usage-logs", "/usage", "/concurrency-limits",
        "/concurrent-streams-history", "/auth", "/tts-models", "/voices", "/shared-voices", "/events", "/search", "/tags",
        "/shares", "/shared", "/vocabulary", "/audio", "/realtime", "/alignments",
    ];

    // Clients of OpenAI's API on Azure: /openai/deployments/NAME/audio/transcriptions. The name is in the form, too.
    private static readonly PathString Deployments = new("/openai/deployments");

    // Of realtime sessions, whose model is in the query: Azure's two forms.
    private static readonly PathString[] AzureRealtime = ["/openai/realtime", "/openai/v1/realtime"];

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Request.Path = ApiFormOf(context.Request.Path);
        return next(context);
    }

    /// <summary>The path that is meant.</summary>
    internal static PathString ApiFormOf(PathString path)
    {
        // A base address that ends in a slash, and a client that adds one.
        if (path.Value is { } sent
            && (sent.StartsWith("//", StringComparison.Ordinal) || sent.StartsWith($"{Api}//", StringComparison.OrdinalIgnoreCase)))
            path = new PathString(sent.Replace("//", "/", StringComparison.Ordinal));
        if (path.StartsWithSegments(Api, out var rest)) return rest.StartsWithSegments(Api) ? rest : path;
        if (path.StartsWithSegments(Deployments, out var deployment)
            && deployment.Value is { Length: > 1 } named
            && named.IndexOf("/audio/", 1, StringComparison.Ordinal) is > 1 and var at)
            return new PathString(Api).Add(new PathString(named[at..]));
        foreach (var realtime in AzureRealtime)
            if (path.StartsWithSegments(realtime, out var below)) return new PathString($"{Api}/realtime").Add(below);
        foreach (var resource in Resources)
            if (path.StartsWithSegments(resource)) return new PathString(Api).Add(path);
        return path;
    }
}
