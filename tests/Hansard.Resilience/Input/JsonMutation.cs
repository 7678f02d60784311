using System.Text;
using System.Text.Json.Nodes;

namespace Hansard.Resilience.Input;

/// <summary>Writes JSON with faults at some of its values: as a text, since a tree cannot hold most of them.</summary>
/// <param name="input">Its chance.</param>
internal sealed class JsonMutation(InputCase input)
{
    private static readonly byte[][] BadBytes =
        [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF], [0xFE, 0xFF], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xF0, 0x80, 0x80,
        0xAF], [0]];

    private readonly StringBuilder _text = new();
    private readonly HashSet<int> _places = [];
    private int _place;

    /// <summary>Writes a value, most often with one to three faults.</summary>
    public byte[] Apply(JsonNode? value)
    {
        var places = Count(value);
        if (!input.OnceIn(6))
            for (var i = input.Random.Next(1, 4); i > 0; i--) _places.Add(input.Random.Next(places));
        Write(value);
        return Encode(_text.ToString());
    }

    private byte[] Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (input.Random.Next(30))
        {
            case 0:
                return [0xEF, 0xBB, 0xBF, .. bytes];
            case 1:
                return input.Any([Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32]).GetBytes(text);
            case 2:
                return bytes[..input.Random.Next(bytes.Length + 1)];
            case 3:
                return [.. bytes, .. input.Any([" "u8.ToArray(), "\0"u8.ToArray(), "{}"u8.ToArray(), "]"u8.ToArray(), bytes])];
            case 4 or 5:
                var at = input.Random.Next(bytes.Length + 1);
                return [.. bytes[..at], .. input.Any(BadBytes), .. bytes[at..]];
            case 6 when bytes.Length > 0:
                for (var i = input.Random.Next(1, 5); i > 0; i--) bytes[input.Random.Next(bytes.Length)] = (byte)input.Random.Next(256);
                return bytes;
            default:
                return bytes;
        }
    }

    private static int Count(JsonNode? value) => 1 + value switch
    {
        JsonObject members => members.Sum(member => Count(member.Value)),
        JsonArray items => items.Sum(Count),
        _ => 0,
    };

    private void Write(JsonNode? value)
    {
        var isFaulty = _places.Contains(_place++);
        if (isFaulty && (value is not (JsonObject or JsonArray) || input.OnceIn(2)))
        {
            _place += Count(value) - 1;
            _text.Append(value is JsonValue text && text.GetValueKind() is System.Text.Json.JsonValueKind.String && input.OnceIn(2)
                ? HostileText.Quoted(input.OnceIn(3) ? text.GetValue<string>() + HostileText.Any(input) : HostileText.Any(input))
                : HostileText.Token(input));
            return;
        }

        switch (value)
        {
            case JsonObject members:
                WriteMembers(members, isFaulty);
                break;
            case JsonArray items:
                WriteItems(items, isFaulty);
                break;
            default:
                _text.Append(value?.ToJsonString() ?? "null");
                break;
        }
    }

    private void WriteMembers(JsonObject members, bool isFaulty)
    {
        _text.Append('{');
        var fault = isFaulty ? input.Random.Next(5) : -1;
        var at = fault >= 0 && members.Count > 0 ? input.Random.Next(members.Count) : -1;
        var isFirst = true;
        foreach (var ((name, value), index) in members.Select((member, index) => (member, index)))
        {
            if (index == at && fault == 0)
            {
                _place += Count(value);
                continue;
            }
            Begin(index == at && fault == 1 ? HostileText.Any(input) : name);
            Write(value);
            if (index != at || fault != 2) continue;
            Begin(name);
            _text.Append(HostileText.Token(input));
        }
        if (fault == 3)
        {
            Begin(HostileText.Any(input));
            _text.Append(HostileText.Token(input));
        }
        _text.Append('}');

        void Begin(string name)
        {
            if (!isFirst) _text.Append(',');
            isFirst = false;
            _text.Append(HostileText.Quoted(name)).Append(':');
        }
    }

    private void WriteItems(JsonArray items, bool isFaulty)
    {
        _text.Append('[');
        foreach (var (value, index) in items.Select((value, index) => (value, index)))
        {
            if (index > 0) _text.Append(',');
            var from = _text.Length;
            Write(value);
            if (!isFaulty || index != items.Count - 1) continue;
            var item = _text.ToString(from, _text.Length - from);
            for (var i = input.Any([1, 120, 1_100]); i > 0 && _text.Length < 1 << 20; i--) _text.Append(',').Append(item);
        }
        _text.Append(']');
    }
}
