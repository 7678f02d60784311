using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hansard.Resilience.Input.Http;

/// <summary>Values as the schemas of an OpenAPI document want them.</summary>
/// <param name="document">The document.</param>
/// <param name="things">What exists, to be named where an id is wanted.</param>
internal sealed class SchemaValues(JsonElement document, ExistingThings things)
{
    private const int MostDepth = 6;

    private static readonly Dictionary<string, string[]> ByName = new()
    {
        ["model"] = ["stt-async-v5", "whisper-1", "whisper-base"],
        ["format"] = ["json", "txt", "md", "srt", "vtt", "ass", "docx", "csv", "rttm"],
        ["style"] = ["clean", "verbatim"],
        ["redact"] = ["phone", "email,phone", "names"],
        ["response_format"] = ["json", "text", "srt", "vtt", "verbose_json", "diarized_json"],
        ["language"] = ["en", "pt", "auto"],
        ["language_a"] = ["en"],
        ["language_b"] = ["pt"],
        ["target_language"] = ["pt", "en"],
        ["type"] = ["one_way", "two_way", "transcription"],
        ["audio_url"] = ["http://recordings.test/a.wav"],
        ["webhook_url"] = ["http://hooks.test/a?b=c"],
        ["url"] = ["http://hooks.test/"],
        ["start_time"] = ["2026-01-01T00:00:00Z"],
        ["end_time"] = ["2026-12-31T00:00:00Z"],
        ["status"] = ["completed", "queued"],
        ["revision"] = ["latest", "0", "1"],
        ["usage_type"] = ["transcribe_websocket"],
        ["stream"] = ["true", "false"],
        ["partial"] = ["true"],
        ["frame_rate"] = ["25", "29.97"],
        ["sort"] = ["asc", "desc"],
        ["q"] = ["hello", "hello world", "\"good morning\"", "hel*"],
    };

    /// <summary>A body of an operation: one of its examples, with things that exist, or made by its schema.</summary>
    public JsonNode? Body(InputCase input, JsonElement content)
    {
        if (!content.TryGetProperty("examples", out var examples) || input.OnceIn(3))
            return Of(input, content.GetProperty("schema"), "", 0);
        var values = examples.EnumerateObject().Select(example => example.Value.GetProperty("value")).ToList();
        return Named(JsonNode.Parse(input.Any(values).GetRawText()));
    }

    /// <summary>A value.</summary>
    /// <param name="input">Its chance.</param>
    /// <param name="schema">What it should be.</param>
    /// <param name="name">Of the field.</param>
    /// <param name="depth">Objects and lists that it is in.</param>
    public JsonNode? Of(InputCase input, JsonElement schema, string name, int depth)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Of(input, Schema(reference.GetString()!), name, depth);
        if (schema.TryGetProperty("oneOf", out var choices)) return Of(input, input.Any([.. choices.EnumerateArray()]), name, depth);
        if (schema.TryGetProperty("enum", out var values)) return JsonNode.Parse(input.Any([.. values.EnumerateArray()]).GetRawText());
        switch (TypeOf(input, schema))
        {
            case "null":
                return null;
            case "boolean":
                return input.OnceIn(2);
            case "integer":
                return Integer(input, schema);
            case "number":
                return Math.Round(input.Random.NextDouble() * 3, 3);
            case "array":
                if (depth > MostDepth || !schema.TryGetProperty("items", out var items)) return new JsonArray();
                return new JsonArray([.. Enumerable.Range(0, input.Random.Next(4)).Select(_ => Of(input, items, name, depth + 1))]);
            case "object":
                return Members(input, schema, depth);
            default:
                return Text(input, name);
        }
    }

    /// <summary>A text for a field or a parameter of this name.</summary>
    public string Text(InputCase input, string name)
    {
        if (things.Find(input, name) is { } id) return id;
        return ByName.TryGetValue(name, out var known) ? input.Any(known) : input.Any(["hello", "Anna", "1", "x",
            "Good morning, Dr. Müller."]);
    }

    private JsonObject Members(InputCase input, JsonElement schema, int depth)
    {
        var made = new JsonObject();
        if (depth > MostDepth || !schema.TryGetProperty("properties", out var properties)) return made;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet()
            : [];
        foreach (var property in properties.EnumerateObject())
            if (required.Contains(property.Name) || input.OnceIn(2)) made[property.Name] = Of(input, property.Value, property.Name,
                depth + 1);
        return made;
    }

    // An id in an example names nothing that is here.
    private JsonNode? Named(JsonNode? example)
    {
        if (example is not JsonObject members) return example;
        foreach (var (name, value) in members.ToList())
            if (value is JsonValue && things.Latest(name) is { } id) members[name] = id;
        return members;
    }

    private static JsonValue Integer(InputCase input, JsonElement schema)
    {
        var least = schema.TryGetProperty("minimum", out var minimum) ? minimum.GetInt64() : 0;
        var most = schema.TryGetProperty("maximum", out var maximum) ? maximum.GetInt64() : 1_000;
        return input.OnceIn(3) ? JsonValue.Create(input.OnceIn(2) ? least : most) : JsonValue.Create(input.Random.NextInt64(least,
            most + 1));
    }

    private static string TypeOf(InputCase input, JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type)) return "string";
        return type.ValueKind == JsonValueKind.Array ? input.Any([.. type.EnumerateArray()]).GetString()! : type.GetString()!;
    }

    private JsonElement Schema(string reference)
        => document.GetProperty("components").GetProperty("schemas").GetProperty(reference.Split('/')[^1]);
}
