using System.Text.Json;

namespace Hansard.Server.Contract;

/// <summary>Checks the field context: a string, or an object of general, text, terms and translation_terms.</summary>
/// <remarks>
/// All of it is kept and echoed, members that this server does not know too, so all of it counts toward the limit: every text by its
/// characters, names of unknown members as well, and whatever is shorter or no text, such as a blank term, as one.
/// </remarks>
internal static class ContextReader
{
    /// <summary>Characters in all.</summary>
    public const int MaximumCharacters = 10_000;

    private const string Name = "context";

    /// <returns>The context as it was sent, to be echoed; null when absent or wrong.</returns>
    public static JsonElement? Read(FieldReader body)
    {
        if (body.Value(Name) is not { } context) return null;
        var characters = context.ValueKind switch
        {
            JsonValueKind.String => CountText(body, context, Name),
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
        foreach (var field in context.EnumerateObject())
        {
            characters += field.Name switch
            {
                "text" or "terms" or "general" or "translation_terms" when field.Value.ValueKind == JsonValueKind.Null => 0,
                "text" => CountText(body, field.Value, $"{Name}.text"),
                "terms" => CountList(body, field.Value, $"{Name}.terms", (item, at) => CountText(body, item, at)),
                "general" => CountList(body, field.Value, $"{Name}.general", (item, at) => CountPair(body, item, at, "key", "value")),
                "translation_terms" =>
                    CountList(body, field.Value, $"{Name}.translation_terms", (item, at) => CountPair(body, item, at, "source", "target")),
                _ => CountUnknown(field),
            };
        }

        return characters;
    }

    private static int CountList(FieldReader body, JsonElement list, string name, Func<JsonElement, string, int> count)
        => list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Index().Sum(
                item => item.Item.ValueKind == JsonValueKind.Null ? 1 : Math.Max(1, count(item.Item, $"{name}.{item.Index}")))
            : WrongType(body, name, "a list");

    private static int CountPair(FieldReader body, JsonElement pair, string name, string first, string second)
    {
        if (pair.ValueKind != JsonValueKind.Object) return WrongType(body, name, $"an object with '{first}' and '{second}'");
        return CountMember(body, pair, name, first) + CountMember(body, pair, name, second)
            + pair.EnumerateObject().Where(member => !member.NameEquals(first) && !member.NameEquals(second)).Sum(CountUnknown);
    }

    private static int CountMember(FieldReader body, JsonElement pair, string name, string member)
    {
        if (pair.TryGetProperty(member, out var value))
            return value.ValueKind == JsonValueKind.Null ? 0 : CountText(body, value, $"{name}.{member}");
        body.Fault("missing", $"{name}.{member}", $"'{name}.{member}' is missing.");
        return 0;
    }

    private static int CountText(FieldReader body, JsonElement text, string name) => body.Text(text, name) is { } read ? Count(read) : 0;

    private static int CountUnknown(JsonProperty member) => Count(member.Name) + CountUnknown(member.Value);

    private static int CountUnknown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Math.Max(1, Count(value.GetString()!)),
        JsonValueKind.Number => value.GetRawText().Length,
        JsonValueKind.Array => 1 + value.EnumerateArray().Sum(CountUnknown),
        JsonValueKind.Object => 1 + value.EnumerateObject().Sum(CountUnknown),
        _ => 1,
    };

    private static int WrongType(FieldReader body, string name, string expected)
    {
        body.Fault("invalid_type", name, $"'{name}' must be {expected}.");
        return 0;
    }

    private static int Count(string text) => text.EnumerateRunes().Count();
}
