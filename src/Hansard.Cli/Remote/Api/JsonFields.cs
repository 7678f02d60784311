using System.Globalization;
using System.Text.Json;

namespace Hansard.Cli.Remote.Api;

/// <summary>Reads fields of answers, taking those that are missing or of another type for null: servers differ in them.</summary>
internal static class JsonFields
{
    /// <summary>A string.</summary>
    public static string? Text(this JsonElement json, string name)
        => Field(json, name) is { ValueKind: JsonValueKind.String } field ? field.GetString() : null;

    /// <summary>A whole number.</summary>
    public static long? Number(this JsonElement json, string name)
        => Field(json, name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt64(out var value) ? value : null;

    /// <summary>A time in ISO 8601.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name)
        => DateTimeOffset.TryParse(
            json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>The objects of a list; none where it is missing.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name)
        => Field(json, name) is { ValueKind: JsonValueKind.Array } field
            ? [.. field.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object)]
            : [];

    /// <summary>The strings of a list; none where it is missing.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement json, string name)
        => Field(json, name) is { ValueKind: JsonValueKind.Array } field
            ? [.. field.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    /// <summary>An object; null where it is missing.</summary>
    public static JsonElement? Object(this JsonElement json, string name)
        => Field(json, name) is { ValueKind: JsonValueKind.Object } field ? field : null;

    private static JsonElement? Field(JsonElement json, string name)
        => json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var field) ? field : null;
}
