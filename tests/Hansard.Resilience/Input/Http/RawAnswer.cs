using System.Globalization;
using System.Text;

namespace Hansard.Resilience.Input.Http;

/// <summary>An answer as it came over the connection.</summary>
/// <param name="Status">Its code; 0: the connection ended without one.</param>
/// <param name="Headers">By their names in lower case; of several the last.</param>
/// <param name="Body">Without the sizes of its chunks.</param>
/// <param name="IsWhole">Whether the body is as long as the head says.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool IsWhole)
{
    /// <summary>The body as a text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Without parameters.</summary>
    public string MediaType => Headers.GetValueOrDefault("content-type", "").Split(';')[0];

    /// <summary>Reads an answer.</summary>
    /// <param name="bytes">All that came.</param>
    /// <param name="hasBody">False: it answers HEAD.</param>
    public static RawAnswer Read(ReadOnlySpan<byte> bytes, bool hasBody)
    {
        while (true)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0) return new RawAnswer(0, new Dictionary<string, string>(), bytes.ToArray(), false);
            var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
            bytes = bytes[(end + 4)..];
            var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);

            // "100 Continue" comes before the answer.
            if (status is >= 100 and < 200 and not 101) continue;
            var headers = new Dictionary<string, string>();
            foreach (var line in lines.Skip(1))
                headers[line[..line.IndexOf(':')].ToLowerInvariant()] = line[(line.IndexOf(':') + 1)..].Trim();
            if (!hasBody || status is 101 or 204 or 304) return new RawAnswer(status, headers, [], IsWhole: true);
            if (headers.GetValueOrDefault("transfer-encoding") == "chunked") return Chunked(status, headers, bytes);
            var isStated = headers.TryGetValue("content-length", out var length);
            var count = isStated ? int.Parse(length!, CultureInfo.InvariantCulture) : bytes.Length;
            return new RawAnswer(status, headers, bytes[..Math.Min(count, bytes.Length)].ToArray(), bytes.Length >= count);
        }
    }

    private static RawAnswer Chunked(int status, Dictionary<string, string> headers, ReadOnlySpan<byte> bytes)
    {
        List<byte> body = [];
        while (true)
        {
            var line = bytes.IndexOf("\r\n"u8);
            if (line < 0) return new RawAnswer(status, headers, [.. body], false);
            var size = int.Parse(Encoding.ASCII.GetString(bytes[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            bytes = bytes[(line + 2)..];
            if (size == 0) return new RawAnswer(status, headers, [.. body], true);
            if (bytes.Length < size + 2) return new RawAnswer(status, headers, [.. body], false);
            body.AddRange(bytes[..size]);
            bytes = bytes[(size + 2)..];
        }
    }
}
