using System.Text.Json;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>A part of an update, whose first fault is told by its place.</summary>
/// <param name="Value">The part; null where it is switched off.</param>
/// <param name="Location">Its place, such as session.audio.input.format.</param>
internal readonly record struct SentPart(JsonElement Value, string Location)
{
    /// <summary>Indicates whether it is switched off.</summary>
    public bool IsNull => Value.ValueKind is JsonValueKind.Null;

    /// <summary>A part of this one; null when absent.</summary>
    /// <exception cref="ApiException">This part is no object.</exception>
    public SentPart? Member(string name)
    {
        var place = Location.Length == 0 ? name : $"{Location}.{name}";
        if (Value.ValueKind is not JsonValueKind.Object) throw AudioFields.Fault(Location, $"'{Location}' must be an object.");
        return Value.TryGetProperty(name, out var value) ? new SentPart(value, place) : null;
    }

    /// <summary>A text of at most so many characters; null when absent.</summary>
    /// <exception cref="ApiException">It is something else, or this part is no object.</exception>
    public string? Text(string name, int most) => Read(body => body.Text(name, most));

    /// <summary>A whole number in a range; null when absent.</summary>
    /// <exception cref="ApiException">It is something else, or this part is no object.</exception>
    public int? Integer(string name, int least, int most) => Read(body => body.Integer(name, least, most));

    /// <summary>Short texts; none when absent.</summary>
    /// <exception cref="ApiException">It is something else, or this part is no object.</exception>
    public IReadOnlyList<string> Texts(string name, int most, int length)
        => Read(body => body.Texts(name, most, length, "term", StringComparer.Ordinal)) ?? [];

    /// <summary>A number in a range; null when absent.</summary>
    /// <exception cref="ApiException">It is something else, or this part is no object.</exception>
    public double? Number(string name, double least, double most)
    {
        if (Read(body => body.Value(name)) is not { } value) return null;
        return value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most
            ? number
            : throw AudioFields.Fault($"{Location}.{name}", $"'{Location}.{name}' must be a number from {least} to {most}.");
    }

    private T Read<T>(Func<FieldReader, T> read)
    {
        if (Value.ValueKind is not JsonValueKind.Object) throw AudioFields.Fault(Location, $"'{Location}' must be an object.");
        var errors = new ValidationErrors();
        var value = read(new FieldReader(Value, Location, errors));
        return errors.Count == 0 ? value : throw new ApiException(400, ErrorTypes.InvalidRequest, errors.ToString(), errors.Listed);
    }
}
