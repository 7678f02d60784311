using System.Text.Json;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Reads a JSON body.</summary>
internal static class JsonBody
{
    /// <summary>The location of the body in validation errors.</summary>
    public const string Root = "body.payload";

    // The deepest body of the contract, with a context, has four levels.
    private const int MaximumDepth = 32;

    /// <returns>An object, all of whose texts are Unicode and whose members are there once; dispose it.</returns>
    /// <exception cref="ApiException">The body is not such an object, or not said to be JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request)
    {
        // Not "any type will do": a page of another origin can send text/plain without the browser asking first.
        if (!request.HasJsonContentType())
            throw ApiException.Invalid($"The content type must be application/json, not '{request.ContentType}'.");
        try
        {
            var document = await JsonDocument.ParseAsync(
                request.Body, new JsonDocumentOptions { MaxDepth = MaximumDepth }, request.HttpContext.RequestAborted);
            try
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                    throw ApiException.Invalid("invalid_type", Root, "The body must be a JSON object.");
                JsonText.Check(document.RootElement, Root);
                return document;
            }
            catch
            {
                document.Dispose();
                throw;
            }
        }
        catch (JsonException exception)
        {
            var place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw ApiException.Invalid(
                "invalid_json", "body", $"The body is not valid JSON, or more than {MaximumDepth} levels deep: {place}.");
        }
    }
}
