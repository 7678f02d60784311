using System.Globalization;
using System.Text;

namespace Hansard.Resilience.PowerCuts;

/// <summary>An argument as strace writes it with <c>-y -xx</c>: 24, O_CREAT|O_EXCL, "\x2f\x61" or 240&lt;\x2f\x61&gt;.</summary>
/// <param name="Text">All of it.</param>
internal readonly record struct TracedArgument(string Text)
{
    /// <summary>The number; that of an open file too.</summary>
    public long Number
        => long.Parse(Text.AsSpan(0, Text.IndexOf('<') is > 0 and var end ? end : Text.Length), CultureInfo.InvariantCulture);

    /// <summary>The path of an open file, or the text between quotation marks; null where there is none.</summary>
    public string? Path
    {
        get
        {
            var bytes = Bytes('<', '>') ?? Bytes('"', '"');
            return bytes is null ? null : Encoding.UTF8.GetString(bytes);
        }
    }

    /// <summary>The bytes between quotation marks.</summary>
    public byte[] Content => Bytes('"', '"') ?? [];

    private byte[]? Bytes(char open, char close)
    {
        var start = Text.IndexOf(open);
        if (start < 0) return null;
        var end = Text.IndexOf(close, start + 1);
        var escaped = Text.AsSpan(start + 1, (end < 0 ? Text.Length : end) - start - 1);

        // Every byte is \xNN.
        var bytes = new byte[escaped.Length / 4];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = Convert.FromHexString(escaped.Slice((4 * i) + 2, 2))[0];
        return bytes;
    }
}
