using Microsoft.AspNetCore.Routing;

namespace Hansard.Resilience.Access;

/// <summary>Something that the server answers.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Template">Its path, with names of parameters in braces.</param>
internal sealed record Route(string Method, string Template)
{
    // What a call needs so that it is not refused before it is looked at whose the thing is.
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["POST /v1/transcriptions/{id}/revisions"] = """{"base": 0, "text": "taken"}""",
        ["POST /v1/transcriptions/{id}/shares"] = "{}",
        ["PATCH /v1/transcriptions/{id}"] = """{"notes": "taken"}""",
        ["PATCH /v1/known-speakers/{id}"] = """{"name": "taken"}""",
    };

    /// <summary>The body that it is sent; null: none.</summary>
    public string? Body => Bodies.GetValueOrDefault($"{Method} {Template}") ?? (Method is "POST" or "PUT" or "PATCH" ? "{}" : null);

    /// <summary>Tells whether it names a thing.</summary>
    public bool HasId => Template.Contains("{id}", StringComparison.Ordinal);

    /// <summary>Its path with an id in the place of parameters.</summary>
    public string PathOf(string id) => string.Join(
        '/', Template.Split('/').Select(part => part is "{id}" ? id : part.StartsWith('{') ? "x" : part));

    /// <summary>All that a server answers, sockets too.</summary>
    public static IReadOnlyList<Route> All(IEnumerable<EndpointDataSource> sources) =>
    [
        .. sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => new Route(method, $"/{endpoint.RoutePattern.RawText!.Trim('/')}")))
            .Distinct().OrderBy(route => route.Template, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal),
    ];
}
