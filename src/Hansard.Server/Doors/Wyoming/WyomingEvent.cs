using System.Text.Json;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>An event of a client.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Data">Its fields, from its header and from after it.</param>
/// <param name="Payload">Bytes of sound.</param>
internal sealed record WyomingEvent(string Type, IReadOnlyDictionary<string, JsonElement> Data, ReadOnlyMemory<byte> Payload)
{
    /// <summary>A text; null where it is absent, blank or none.</summary>
    public string? Text(string name)
        => Data.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>The texts of a list that are not blank; what is none of these is left out.</summary>
    public IReadOnlyList<string> Texts(string name)
        => Data.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [
                .. value.EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.String)
                    .Select(item => item.GetString()!.Trim())
                    .Where(text => text.Length > 0),
            ]
            : [];

    /// <summary>A whole number; null where it is absent or none.</summary>
    public int? Number(string name)
        => Data.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : null;
}
