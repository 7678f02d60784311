using System.Globalization;
using System.Text.Json;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>The fields of a request beside its recording: of a form, or of a JSON body.</summary>
internal sealed class AudioFields
{
    private const int MaximumShown = 256;

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Name of a field without what says that it is a list: <c>include[]</c> and <c>include[0]</c> are <c>include</c>.</summary>
    public static string NameOf(string sent) => sent.IndexOf('[') is > 0 and var bracket ? sent[..bracket] : sent;

    /// <summary>The fields of a JSON object, whose own objects are left out.</summary>
    public static AudioFields Of(JsonElement body)
    {
        var fields = new AudioFields();
        foreach (var member in body.EnumerateObject())
        {
            var items = member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().ToArray() : [member.Value];
            foreach (var item in items)
            {
                if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null) continue;
                fields.Add(NameOf(member.Name), item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText());
            }
        }

        return fields;
    }

    /// <summary>Adds a value.</summary>
    public void Add(string name, string value)
    {
        if (!_values.TryGetValue(name, out var values)) _values[name] = values = [];
        values.Add(value);
    }

    /// <summary>The values of a list that are not blank.</summary>
    public IReadOnlyList<string> All(string name)
        => _values.TryGetValue(name, out var values) ? [.. values.Select(value => value.Trim()).Where(value => value.Length > 0)] : [];

    /// <summary>The value of a field; null where it is absent or blank.</summary>
    /// <exception cref="ApiException">It is given more than once.</exception>
    public string? One(string name) => All(name) switch
    {
        [] => null,
        [var only] => only,
        _ => throw Fault(name, $"'{name}' is given more than once: send it once."),
    };

    /// <summary>The value of a field that is true or false; null where it is absent.</summary>
    /// <exception cref="ApiException">It is neither.</exception>
    public bool? Flag(string name) => One(name)?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        var other => throw Fault(name, $"'{name}' must be true or false, not '{other}'."),
    };

    /// <summary>The value of a field that is a number; null where it is absent.</summary>
    /// <exception cref="ApiException">It is none, or out of bounds.</exception>
    public double? Number(string name, double least, double most)
    {
        if (One(name) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Fault(name, string.Create(
                CultureInfo.InvariantCulture, $"'{name}' must be a number from {least} to {most}, not '{text}'."));
    }

    /// <summary>The beginning of a text that a client sent, for messages.</summary>
    public static string Shortened(string text) => text.Length <= MaximumShown ? text : $"{text[..MaximumShown]}…";

    /// <summary>A fault of a field.</summary>
    public static ApiException Fault(string name, string message)
        => new(400, ErrorTypes.InvalidRequest, message, [new("invalid_value", name, message)]);
}
