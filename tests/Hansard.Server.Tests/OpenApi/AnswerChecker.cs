using System.Text.Json;

namespace Hansard.Server.Tests.OpenApi;

/// <summary>Holds answers against what the OpenAPI document says of them.</summary>
internal sealed class AnswerChecker(JsonElement document)
{
    public List<string> Faults { get; } = [];

    public JsonElement Schema(string name) => document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    public void Check(string method, string template, int status, string body)
    {
        var responses = document.GetProperty("paths").GetProperty(template).GetProperty(method.ToLowerInvariant()).GetProperty("responses");
        if (!responses.TryGetProperty(status.ToString(), out var response))
        {
            Faults.Add($"{method} {template} answered {status}, which is not described: {body}");
            return;
        }

        if (!response.TryGetProperty("content", out var content))
        {
            if (body.Length > 0) Faults.Add($"{method} {template} {status} has a body that is not described.");
            return;
        }

        using var json = JsonDocument.Parse(body);
        Compare(content.GetProperty("application/json").GetProperty("schema"), json.RootElement, $"{method} {template} {status}");
    }

    private void Compare(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Compare(Schema(reference.GetString()!.Split('/')[^1]), value, at);
            return;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            if (value.ValueKind != JsonValueKind.Null) Compare(choices.EnumerateArray().Last(), value, at);
            return;
        }

        if (schema.TryGetProperty("type", out var type))
        {
            string[] types = type.ValueKind == JsonValueKind.Array
                ? [.. type.EnumerateArray().Select(t => t.GetString()!)]
                : [type.GetString()!];
            if (!types.Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && types.Contains("number")))
                Faults.Add($"{at} is {TypeOf(value)}, described as {string.Join(" or ", types)}.");
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            foreach (var (index, item) in value.EnumerateArray().Index()) Compare(items, item, $"{at}[{index}]");
        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
            CompareFields(schema, properties, value, at);
    }

    private void CompareFields(JsonElement schema, JsonElement properties, JsonElement value, string at)
    {
        foreach (var field in value.EnumerateObject())
        {
            if (properties.TryGetProperty(field.Name, out var described)) Compare(described, field.Value, $"{at}.{field.Name}");
            else Faults.Add($"{at}.{field.Name} is not described.");
        }

        if (!schema.TryGetProperty("required", out var required)) return;
        foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
            Faults.Add($"{at}.{name} is missing.");
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        _ => value.TryGetInt64(out _) ? "integer" : "number",
    };
}
