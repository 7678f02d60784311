using System.Text;

namespace Hansard.Server.Doors.Wyoming.Discovery;

/// <summary>Names of DNS on the wire: labels with their lengths (RFC 1035, 3.1 and 4.1.4).</summary>
internal static class DnsName
{
    private const int MaximumLabel = 63;
    private const int MaximumName = 255;

    // The two highest bits of a length mark a pointer to where the name goes on.
    private const byte Pointer = 0xC0;

    /// <summary>Writes a name; a dot separates labels, so no label may have one.</summary>
    public static void Write(BinaryWriter output, IReadOnlyList<string> labels)
    {
        foreach (var label in labels)
        {
            var bytes = Encoding.UTF8.GetBytes(label);
            output.Write((byte)bytes.Length);
            output.Write(bytes);
        }

        output.Write((byte)0);
    }

    /// <summary>Reads a name.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where it stands; then where it ends.</param>
    /// <returns>Its labels; null where it is malformed.</returns>
    public static IReadOnlyList<string>? Read(ReadOnlySpan<byte> message, ref int at)
    {
        List<string> labels = [];
        var (place, end, length) = (at, -1, 0);
        while (place < message.Length)
        {
            var size = message[place];
            if (size == 0)
            {
                at = end < 0 ? place + 1 : end;
                return labels;
            }

            if ((size & Pointer) == Pointer)
            {
                // A pointer leads backwards, so that a name has an end.
                if (place + 1 >= message.Length) return null;
                var target = ((size & ~Pointer) << 8) | message[place + 1];
                if (target >= place) return null;
                if (end < 0) end = place + 2;
                place = target;
                length += 2;
            }
            else
            {
                if (size > MaximumLabel || place + 1 + size > message.Length) return null;
                labels.Add(Encoding.UTF8.GetString(message.Slice(place + 1, size)));
                place += 1 + size;
                length += 1 + size;
            }

            if (length > MaximumName) return null;
        }

        return null;
    }

    /// <summary>A text as one label: as much of it as fits, without a dot.</summary>
    public static string Label(string text)
    {
        var label = text.Replace('.', ' ').Trim();
        while (Encoding.UTF8.GetByteCount(label) > MaximumLabel) label = label[..^1];
        return label;
    }

    /// <summary>Indicates whether two names are the same; case does not count.</summary>
    public static bool AreSame(IReadOnlyList<string> one, IReadOnlyList<string> other)
        => one.SequenceEqual(other, StringComparer.OrdinalIgnoreCase);
}
