using System.Text.Json;

namespace Hansard.Server.Contract;

/// <summary>Reads the fields of one JSON object and collects what is wrong with them. Null counts as absent.</summary>
/// <param name="json">An object.</param>
/// <param name="location">Its location, such as body.payload.</param>
/// <param name="errors">Added to.</param>
internal sealed class FieldReader(JsonElement json, string location, ValidationErrors errors)
{
    /// <summary>The location of a field.</summary>
    public string LocationOf(string name) => $"{location}.{name}";

    /// <summary>The field, if it is there and not null.</summary>
    public JsonElement? Value(string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Notes what is wrong with a field.</summary>
    public void Fault(string errorType, string name, string message) => errors.Add(new(errorType, LocationOf(name), message));

    /// <summary>A text of at most so many characters; null when absent or wrong.</summary>
    public string? Text(string name, int maximum = int.MaxValue)
        => Value(name) is { } value ? Text(value, name, maximum) : null;

    /// <summary>A text that must be there.</summary>
    public string? RequiredText(string name, int maximum = int.MaxValue)
    {
        if (Value(name) is { } value) return Text(value, name, maximum);
        Fault("missing", name, $"'{name}' is missing.");
        return null;
    }

    /// <summary>true or false; false when absent or wrong.</summary>
    public bool Flag(string name)
    {
        if (Value(name) is not { } value) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault("invalid_type", name, $"'{name}' must be true or false.");
        return false;
    }

    /// <summary>A whole number in a range; null when absent or wrong.</summary>
    public int? Integer(string name, int least, int most)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number)
        {
            Fault("invalid_type", name, $"'{name}' must be a number.");
            return null;
        }

        if (value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Fault("invalid_value", name, $"'{name}' must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>A list; null when absent or wrong.</summary>
    public JsonElement? Items(string name)
    {
        if (Value(name) is not { } value || value.ValueKind == JsonValueKind.Array) return Value(name);
        Fault("invalid_type", name, $"'{name}' must be a list.");
        return null;
    }

    /// <summary>A list of short texts without control characters, trimmed, each once; null when absent or no list.</summary>
    /// <param name="name">Name of the field.</param>
    /// <param name="most">Entries at most.</param>
    /// <param name="maximum">Characters of an entry at most.</param>
    /// <param name="noun">Word for an entry, in messages.</param>
    /// <param name="alike">Tells which entries are the same.</param>
    public List<string>? Texts(string name, int most, int maximum, string noun, StringComparer alike)
    {
        if (Items(name) is not { ValueKind: JsonValueKind.Array } items) return null;
        if (items.GetArrayLength() > most) Fault("too_long", name, $"'{name}' has more than {most} entries.");
        List<string> texts = [];
        foreach (var (index, item) in items.EnumerateArray().Take(most).Index())
        {
            var entry = $"{name}.{index}";
            if (Text(item, entry, maximum)?.Trim() is not { } text) continue;
            if (text.Length == 0 || text.Any(char.IsControl))
                Fault("invalid_value", entry, $"'{entry}' is no {noun}: it {(text.Length == 0 ? "is blank" : "has a control character")}.");
            else if (!texts.Contains(text, alike)) texts.Add(text);
        }
        return texts;
    }

    /// <summary>A text anywhere below this object.</summary>
    public string? Text(JsonElement value, string name, int maximum = int.MaxValue)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault("invalid_type", name, $"'{name}' must be a string.");
            return null;
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            Fault("invalid_value", name, $"'{name}' is not valid Unicode.");
            return null;
        }

        if (text.Contains('\0'))
        {
            // No text to many programs, and to PostgreSQL.
            Fault("invalid_value", name, $"'{name}' has the character U+0000: send it without.");
            return null;
        }

        if (text.Length <= maximum || text.EnumerateRunes().Count() <= maximum) return text;
        Fault("too_long", name, $"'{name}' is longer than {maximum} characters.");
        return null;
    }
}
