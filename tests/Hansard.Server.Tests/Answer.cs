using System.Text.Json;

namespace Hansard.Server.Tests;

/// <summary>Reads answers, and checks what holds for all of them.</summary>
internal static class Answer
{
    public static string String(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    /// <summary>The body of a success.</summary>
    public static async Task<JsonElement> OkAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        Assert.True(response.Headers.Contains("X-Request-Id"));
        return Parse(text);
    }

    /// <summary>The body of an error, which must have the one shape.</summary>
    public static async Task<JsonElement> ErrorAsync(HttpResponseMessage response, int status, string errorType)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        var error = Parse(text);
        Assert.Equal(status, error.GetProperty("status_code").GetInt32());
        Assert.Equal(errorType, error.String("error_type"));
        Assert.NotEmpty(error.String("message"));
        Assert.Equal(JsonValueKind.Array, error.GetProperty("validation_errors").ValueKind);
        Assert.Equal(response.Headers.GetValues("X-Request-Id").Single(), error.String("request_id"));
        Assert.EndsWith($"/docs/errors/{errorType}", error.String("more_info"), StringComparison.Ordinal);
        var request = response.RequestMessage!;
        Assert.Equal(request.Headers.Host ?? request.RequestUri!.Authority, new Uri(error.String("more_info")).Authority);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ["status_code", "error_type", "message", "validation_errors", "request_id", "more_info"],
            error.EnumerateObject().Select(p => p.Name));
        return error;
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
