using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Hansard.Server.OpenApi;

/// <summary>Adds to each call of the OpenAPI document what a client sends and what it gets, from <c>examples.json</c>.</summary>
/// <remarks>
/// The file has, for "METHOD /path", <c>query</c> (parameters by name), <c>requests</c> (bodies by what they ask for) and <c>answers</c>
/// (bodies by status). A test sends the requests, and holds the answers to their schemas.
/// </remarks>
internal static class Examples
{
    private static readonly JsonObject All = JsonNode.Parse(DocsPage.Read("examples.json"))!.AsObject();

    /// <summary>Adds the examples of one call, if it has any.</summary>
    /// <param name="operation">The call, with its body and answers.</param>
    /// <param name="name">Its method and path, such as "GET /v1/files".</param>
    public static void Add(OpenApiOperation operation, string name)
    {
        if (All[name] is not { } examples) return;
        foreach (var (parameter, value) in Fields(examples, "query"))
            ((OpenApiParameter)operation.Parameters!.Single(known => known.Name == parameter)).Example = value;
        foreach (var (title, body) in Fields(examples, "requests"))
            Json(operation.RequestBody?.Content, name)[title] = new OpenApiExample { Value = body };
        foreach (var (status, body) in Fields(examples, "answers"))
        {
            if (operation.Responses?.TryGetValue(status, out var response) != true)
                throw new InvalidOperationException($"examples.json has an answer {status} of {name}, which does not give it.");
            Json(response!.Content, name)[status] = new OpenApiExample { Value = body };
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(JsonNode examples, string kind)
        => examples[kind]?.AsObject().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())) ?? [];

    private static IDictionary<string, IOpenApiExample> Json(IDictionary<string, OpenApiMediaType>? content, string name)
    {
        if (content?.TryGetValue("application/json", out var media) != true)
            throw new InvalidOperationException($"examples.json has a body for {name}, which has none.");
        return media!.Examples ??= new Dictionary<string, IOpenApiExample>();
    }
}
