using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Hansard.Resilience.Input.Http;

/// <summary>Makes requests for operations, valid ones with some faults.</summary>
/// <param name="values">Makes valid values.</param>
/// <param name="things">What exists.</param>
/// <param name="key">A key that opens everything.</param>
internal sealed class RequestMaker(SchemaValues values, ExistingThings things, string key)
{
    private static readonly byte[] Bomb = new byte[20_000_000];

    private static readonly string[] Types =
    [
        "application/json; charset=utf-16", "application/json; charset=nonsense", "application/json;charset=\"utf-8", "text/plain",
        "text/json", "*/*",
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/mixed; boundary=b", "application/vnd.api+json",
        "application/json, text/plain",
        "", ";", "application", "\u00e9/\u00e9", "application/json; boundary=b", "application/octet-stream", "audio/wav",
    ];

    private static readonly string[] Headers =
    [
        "Range: bytes=0-0", "Range: bytes=5-2", "Range: bytes=-99999999999999999999", "Range: bytes=0-1,3-4,0-", "Range: lines=1-2",
        "If-Range: \"x\"",
        "If-None-Match: *", "If-Modified-Since: nonsense", "Accept: application/xml", "Accept: \";,q=9", "Accept-Encoding: gzip, br;q=x",
        "Accept-Language: ,",
        "Content-Encoding: gzip", "Content-Encoding: identity", "Expect: 100-continue", "Expect: magic",
        "X-Forwarded-For: 1.2.3.4, evil", "Forwarded: for=\"_x",
        "X-Forwarded-Host: evil.test/<script>", "X-Forwarded-Proto: javascript", "Origin: null", "Origin: http://evil.test",
        "Cookie: a=b; a=c; =;", "Upgrade: h2c",
        "Connection: Upgrade, HTTP2-Settings", "X-Request-Id: evil\u00ff", "X-HTTP-Method-Override: DELETE",
        "Last-Event-ID: 99999999999999999999",
        "Sec-WebSocket-Key: x", "Traceparent: 00-0-0-0", "Tracestate: \u0001", "Content-MD5: x", "TE: trailers",
        "Trailer: Authorization", "Max-Forwards: -1",
        "Mcp-Session-Id: x", "MCP-Protocol-Version: 1", "api-key: other", "Authorization: Bearer other", "Content-Language: \u00fc",
        "X-Empty:",
    ];

    /// <summary>Makes a request that asks to close the connection.</summary>
    /// <returns>The bytes, and the method that they have.</returns>
    public PreparedRequest Make(InputCase input, Operation operation)
    {
        var method = input.OnceIn(40) ? input.Any(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "X-Y"])
            : operation.Method;
        var target = Path(input, operation) + Query(input, operation);
        var (type, body) = operation.Body.Count > 0 || input.OnceIn(20) ? Body(input, operation) : (null, []);
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: {(input.OnceIn(60) ? HostOf(input) : "127.0.0.1")}\r\n");
        head.Append($"Authorization: Bearer {key}\r\nConnection: close\r\n");
        if (type is not null) head.Append($"Content-Type: {type}\r\n");
        if (input.OnceIn(8)) head.Append($"{input.Any(Headers)}\r\n");
        if (input.OnceIn(60)) head.Append($"X-Long: {new string('x', input.Any([8_000, 30_000, 40_000, 140_000]))}\r\n");
        if (input.OnceIn(60)) for (var i = input.Any([90, 110, 450]); i > 0; i--) head.Append($"X-{i}: y\r\n");
        if (input.OnceIn(40))
        {
            body = Compressed(input, body);
            head.Append($"Content-Encoding: {input.Any(["gzip", "br", "deflate", "gzip, gzip"])}\r\n");
        }
        if (input.OnceIn(10) && body.Length > 0)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
            body = Chunks(input, body);
        }
        else if (body.Length > 0 || method is "POST" or "PUT" or "PATCH")
        {
            head.Append($"Content-Length: {body.Length}\r\n");
        }
        byte[] bytes = [.. Encoding.Latin1.GetBytes($"{head}\r\n"), .. body];
        input.Sent = Printable(bytes);
        return new PreparedRequest(bytes, method, target);
    }

    /// <summary>Bytes as a text in which every one can be seen.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var one in bytes[..Math.Min(bytes.Length, 6_000)])
            text.Append(one is (byte)'\n' or (>= 0x20 and < 0x7F) ? $"{(char)one}" : one == '\r' ? "" : $"\\x{one:x2}");
        return text.ToString();
    }

    private string Path(InputCase input, Operation operation)
    {
        var path = operation.Template;
        for (int open; (open = path.IndexOf('{')) >= 0;)
        {
            var value = input.OnceIn(4) ? Escaped(input, HostileText.Any(input)) : things.InPath(input, operation.Template);
            path = path[..open] + value + path[(path.IndexOf('}', open) + 1)..];
        }
        return input.Random.Next(60) switch
        {
            0 => $"/{path}",
            1 => $"{path}/",
            2 => path.Replace("/", "/./", StringComparison.Ordinal),
            3 => path.ToUpperInvariant(),
            4 => $"{path}%00",
            5 => path.Replace("/", "%2f", StringComparison.Ordinal),
            6 => $"http://evil.test{path}",
            _ => path,
        };
    }

    private string Query(InputCase input, Operation operation)
    {
        List<string> parts = [];
        foreach (var name in operation.Parameters)
        {
            if (!input.OnceIn(2)) continue;
            for (var times = input.OnceIn(15) ? input.Any([2, 200])
                : 1; times > 0; times--) parts.Add($"{name}={QueryValue(input, name)}");
        }
        if (input.OnceIn(15)) parts.Add(Escaped(input, HostileText.Any(input)));
        if (input.OnceIn(30)) parts.Add($"x={new string('y', input.Any([2_000, 9_000, 34_000]))}");
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    private string QueryValue(InputCase input, string name) => input.Random.Next(4) switch
    {
        0 => Escaped(input, HostileText.Any(input)),
        1 => input.Random.Next(-2, 1_200).ToString(CultureInfo.InvariantCulture),
        _ => Uri.EscapeDataString(values.Text(input, name)),
    };

    // Most often as a client would; now and then with escapes that are none.
    private static string Escaped(InputCase input, string text)
    {
        if (text.Length > 3_000 && !input.OnceIn(10)) text = text[..3_000];
        var escaped = string.Concat(Encoding.UTF8.GetBytes(text).Select(b =>
            b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') ? $"{(char)b}" : $"%{b:X2}"));
        return input.Random.Next(8) switch
        {
            0 => escaped + input.Any(["%", "%z", "%c0%af", "%ed%a0%80", "%u0041", "%25", "+", "%ff%fe", "%00", "#x", "[", "\\",
                "\u00e9"]),
            _ => escaped,
        };
    }

    private (string? Type, byte[] Body) Body(InputCase input, Operation operation)
    {
        var (type, content) = operation.Body.Count > 0 ? operation.Body.First() : new KeyValuePair<string,
            JsonElement>("application/json", default);
        byte[] body;
        if (type == "multipart/form-data")
        {
            (type, body) = new FormMutation(input, values).Make(content.GetProperty("schema"));
        }
        else if (type == "*/*" || content.ValueKind == JsonValueKind.Undefined)
        {
            (type, body) = ("application/octet-stream", Encoding.UTF8.GetBytes(HostileText.Any(input)));
        }
        else
        {
            body = new JsonMutation(input).Apply(values.Body(input, content));
        }
        if (input.OnceIn(15)) type = input.Any(Types);
        return (input.OnceIn(60) ? null : type, body);
    }

    private static string HostOf(InputCase input)
        => input.Any(["", "evil.test", "evil.test:99999", "[::1", "a b", "127.0.0.1:80:80", "\u00e9", "<script>", new string('h', 300),
            "127.0.0.1\r\nHost: two"]);

    private static byte[] Compressed(InputCase input, byte[] body)
    {
        using var made = new MemoryStream();
        using (var gzip = new GZipStream(made, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(input.OnceIn(3) ? Bomb : body);
        return made.ToArray()[..(int)(input.OnceIn(4) ? made.Length / 2 : made.Length)];
    }

    private static byte[] Chunks(InputCase input, byte[] body)
    {
        using var made = new MemoryStream();
        foreach (var chunk in body.Chunk(input.Random.Next(Math.Max(1, body.Length / 200), body.Length + 1)))
        {
            made.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}{(input.OnceIn(10) ? ";a=b" : "")}\r\n"));
            made.Write(chunk);
            made.Write("\r\n"u8);
        }
        made.Write("0\r\n\r\n"u8);
        return made.ToArray();
    }
}
