using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Server.Contract;

/// <summary>Options with which the API writes JSON.</summary>
internal static class JsonSettings
{
    /// <summary>For what is kept in the database, and answers that are written piece by piece.</summary>
    public static JsonSerializerOptions Stored { get; } = Create();

    /// <summary>snake_case names; null where a field is empty; text as it is, since the bodies are JSON and never HTML.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
