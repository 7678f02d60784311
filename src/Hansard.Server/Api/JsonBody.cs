using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Api;

/// <summary>Reads a JSON body.</summary>
internal static class JsonBody
{
    /// <returns>An object; dispose it.</returns>
    /// <exception cref="ApiException">The body is not a JSON object, or not said to be JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request)
    {
        // Not "any type will do": a page of another origin can send text/plain without the browser asking first.
        if (!request.HasJsonContentType())
            throw ApiException.Invalid($"The content type must be application/json, not '{request.ContentType}'.");
        try
        {
            var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 32 }, request.HttpContext.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw ApiException.Invalid("invalid_type", "body.payload", "The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw ApiException.Invalid("invalid_json", "body", $"The body is not valid JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }
}
