using System.Text.Json;

namespace Hansard.Server.Api;

/// <summary>Checks the field context: a string, or an object of general, text, terms and translation_terms.</summary>
internal static class ContextReader
{
    private const string Name = "context";
    private const int MaximumCharacters = 10_000;

    /// <returns>What was sent, to be echoed; null when absent or wrong.</returns>
    public static JsonElement? Read(FieldReader body)
    {
        if (body.Value(Name) is not { } context) return null;
        var characters = context.ValueKind switch
        {
            JsonValueKind.String => Count(body.Text(context, Name)),
            JsonValueKind.Object => CountObject(body, context),
            _ => WrongType(body, Name, "a string or an object"),
        };
        if (characters > MaximumCharacters)
            body.Fault("too_long", Name, $"'{Name}' has {characters} characters in all, and at most {MaximumCharacters} are allowed.");
        return context.Clone();
    }

    private static int CountObject(FieldReader body, JsonElement context)
    {
        var characters = 0;
        foreach (var field in context.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            var name = $"{Name}.{field.Name}";
            characters += field.Name switch
            {
                "text" => Count(body.Text(field.Value, name)),
                "terms" => CountList(body, field.Value, name, (item, at) => Count(body.Text(item, at))),
                "general" => CountList(body, field.Value, name, (item, at) => CountPair(body, item, at, "key", "value")),
                "translation_terms" => CountList(body, field.Value, name, (item, at) => CountPair(body, item, at, "source", "target")),
                _ => 0,
            };
        }

        return characters;
    }

    private static int CountList(FieldReader body, JsonElement list, string name, Func<JsonElement, string, int> count)
        => list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Index().Where(item => item.Item.ValueKind != JsonValueKind.Null).Sum(item => count(item.Item, $"{name}.{item.Index}"))
            : WrongType(body, name, "a list");

    private static int CountPair(FieldReader body, JsonElement pair, string name, string first, string second)
        => pair.ValueKind == JsonValueKind.Object
            ? CountMember(body, pair, name, first) + CountMember(body, pair, name, second)
            : WrongType(body, name, $"an object with '{first}' and '{second}'");

    private static int CountMember(FieldReader body, JsonElement pair, string name, string member)
    {
        if (pair.TryGetProperty(member, out var value)) return value.ValueKind == JsonValueKind.Null ? 0 : Count(body.Text(value, $"{name}.{member}"));
        body.Fault("missing", $"{name}.{member}", $"'{name}.{member}' is missing.");
        return 0;
    }

    private static int WrongType(FieldReader body, string name, string expected)
    {
        body.Fault("invalid_type", name, $"'{name}' must be {expected}.");
        return 0;
    }

    private static int Count(string? text) => text is null ? 0 : text.EnumerateRunes().Count();
}
