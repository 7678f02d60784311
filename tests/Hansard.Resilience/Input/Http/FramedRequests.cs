using System.Text;

namespace Hansard.Resilience.Input.Http;

/// <summary>Makes requests that proxies and servers read in different ways, and forms whose parts are not what they say.</summary>
/// <param name="key">A key of the server.</param>
internal sealed class FramedRequests(string key)
{
    /// <summary>The path of a request within a request: its answer names it.</summary>
    public const string Smuggled = "/v1/smuggled-request";

    private const string Inner = $"GET {Smuggled} HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly string[] Numbers =
        ["-1", "+5", "5,5", "5, 6", " 5 ", "0x5", "5.0", "99999999999999999999", "9223372036854775807", "", "five", "\u0665", "5\t",
        "00005", "5 5"];

    private static readonly string[] ChunkSizes =
    [
        "ffffffffffffffffff", "80000000", "7fffffffffffffff", "-1", "+5", "0x5", "", " 5", "5 ", "g", "5;a=\"b",
        $"5;{new string('e', 30_000)}",
        "5;\nx", "\u0665", "00000000000000000000000000000005", "5,5",
    ];

    private static readonly string[] Encodings =
    [
        "chunked, chunked", "identity", "chunked, identity", "gzip, chunked", "xchunked", " chunked", "\tchunked", "chunked;q=1",
        "CHUNKED", "\"chunked\"", "",
        "chunked\r\nTransfer-Encoding: identity", "cow",
    ];

    private static readonly string[] Trailers =
    [
        "Authorization: Bearer other", "Content-Length: 99", "Transfer-Encoding: chunked", "X: y", " folded", "no colon", ": empty",
        "X\0: y", "Host: evil.test",
    ];

    private static readonly string[] Paths =
    [
        "/v1/files", "/v1/audio/transcriptions", "/asr", "/v1/audio/translations", "/detect-language",
        "/v1/transcriptions/x/revisions/import",
    ];

    /// <summary>Makes one.</summary>
    public FramedRequest Make(InputCase input) => input.Random.Next(13) switch
    {
        0 => Of("two lengths", $"Content-Length: {input.Any(Numbers)}\r\nContent-Length: {Inner.Length}\r\n", Inner),
        1 => Of("a length that is none", $"Content-Length: {input.Any(Numbers)}\r\n", "hello"),
        2 => Of("length and chunks", $"Content-Length: {Inner.Length + 5}\r\nTransfer-Encoding: chunked\r\n", $"0\r\n\r\n{Inner}"),
        3 => Of("an odd encoding", $"Transfer-Encoding: {input.Any(Encodings)}\r\nContent-Length: 5\r\n", $"0\r\n\r\n{Inner}"),
        4 => Of("an odd chunk", "Transfer-Encoding: chunked\r\n", $"{input.Any(ChunkSizes)}\r\nhello\r\n0\r\n\r\n", answers: 2),
        5 => Of("an odd end of a chunk", "Transfer-Encoding: chunked\r\n", input.Any(
            ["5\nhello\n0\n\n", "5\r\nhelloXX0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhello\r\n0\r\n", "5\r\nhel", "5\rhello\r0\r\r",
            "\r\n0\r\n\r\n"])),
        6 => Of("odd trailers", "Transfer-Encoding: chunked\r\nTrailer: X\r\n", $"0\r\n{Repeated(input, input.Any(Trailers))}\r\n\r\n",
            answers: 2),
        7 => Head(input),
        8 => Line(input),
        9 => Hidden(input),
        10 => Parts(input),
        11 => Of("nothing but noise", null, Noise(input)),
        _ => Of("many in a row", "Content-Length: 0\r\n", string.Concat(Enumerable.Repeat("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
            50)), 60),
    };

    private FramedRequest Of(string name, string? headers, string body, int answers = 1)
        => new(name, Bytes(headers is null ? body : $"{Start()}{headers}Content-Type: application/json\r\n\r\n{body}"), answers);

    private string Start(string line = "POST /v1/transcriptions HTTP/1.1") => $"{line}\r\nHost: x\r\nAuthorization: Bearer {key}\r\n";

    private FramedRequest Head(InputCase input)
    {
        var header = input.Any(
        [
            "Content-Length : 5", "Content-Length\t: 5", " Content-Length: 5", "X: a\r\n b", "X: a\r\n\tb: c", "X: a\nY: b",
            "X: a\rY: b", "X: a\0b", "X\0: a",
            ": a", "X", "X:", "\u00e9: a", "X: \u0007", "(x): a", "X y: a", "Host: evil.test", "Host:",
            "Transfer\u00ad-Encoding: chunked", "X: \u007f",
            "Content-Length: 5\r\nX: y\r\n\r\n", "Expect: 100-continue", "Connection: close, X",
            "Connection: keep-alive\r\nKeep-Alive: timeout=99999",
        ]);
        return new FramedRequest("an odd header", Bytes($"{Start()}{header}\r\nContent-Length: 5\r\n\r\nhello"), 2);
    }

    private FramedRequest Line(InputCase input)
    {
        var line = input.Any(
        [
            "GET /v1/models", "GET /v1/models HTTP/0.9", "GET /v1/models HTTP/1.2", "GET /v1/models HTTP/9.9", "GET /v1/models HTTP/2.0",
            "GET  /v1/models HTTP/1.1",
            "GET /v1/mo dels HTTP/1.1", "GET\t/v1/models HTTP/1.1", " GET /v1/models HTTP/1.1", "GET /v1/models HTTP/1.1 ",
            "G\0T / HTTP/1.1", "GET \0 HTTP/1.1",
            "GET * HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT evil.test:80 HTTP/1.1", "GET http://evil.test/v1/models HTTP/1.1",
            "GET http://[::1 HTTP/1.1", "GET // HTTP/1.1",
            "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", "GET /../../etc/passwd HTTP/1.1", "GET /v1\\models HTTP/1.1",
            "GET /v1/files/%00 HTTP/1.1", "GET /%zz HTTP/1.1",
            "GET /\u00e9 HTTP/1.1", "GET /v1/models#x HTTP/1.1", "GET ?x HTTP/1.1", "GET models HTTP/1.1",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n", $"{new string('M', 9_000)} / HTTP/1.1",
            $"GET /{new string('p', 40_000)} HTTP/1.1", "\u0016\u0003\u0001\u0002\u0000\u0001", "GET /v1/models?%ff%fe=%c0%af HTTP/1.1",
                "get /v1/models http/1.1",
        ]);
        return new FramedRequest("an odd first line", Bytes($"{Start(line)}\r\n"), 2);
    }

    // The body of the first is the second, whichever of two lengths counts.
    private FramedRequest Hidden(InputCase input)
    {
        var hidden = input.Any(
        [
            "Transfer-Encoding : chunked", "Transfer-Encoding:\u000bchunked", "X: y\rTransfer-Encoding: chunked",
            "Transfer-Encoding\0: chunked",
            "X: y\nTransfer-Encoding: chunked", "\u0000Transfer-Encoding: chunked", "Transfer-Encoding: chunked\u0000",
            "Transfer_Encoding: chunked",
        ]);
        return Of("a hidden encoding", $"{hidden}\r\nContent-Length: {5 + Inner.Length}\r\n", $"0\r\n\r\n{Inner}");
    }

    private FramedRequest Parts(InputCase input)
    {
        const string Boundary = "b";
        const string File = "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"";
        var body = input.Any(
        [
            "", "--b--", "--b", "no part", $"--b\r\n{File}\r\n\r\nhello", $"--b\r\n{File}\r\n\r\nhello\r\n--b",
            $"--b\r\n{File}\r\n\r\nhello\n--b--\n",
            $"--b\r\n{File}\r\n\r\nhel\r\n--bad\r\nlo\r\n--b--\r\n", $"preamble\r\n--b\r\n{File}\r\n\r\nx\r\n--b--\r\nepilogue",
                $"--b\r\n{File}\r\nhello\r\n--b--\r\n",
            $"--b\r\n{File}\r\n{string.Concat(Enumerable.Range(0, 5_000).Select(i => $"X-{i}: y\r\n"))}\r\nx\r\n--b--\r\n",
            $"--b\r\nContent-Disposition: form-data; name=\"{new string('n', 100_000)}\"\r\n\r\nx\r\n--b--\r\n",
                $"--b\r\n{new string('h', 100_000)}",
            $"{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"--b\r\n{File.Replace("file", $"{i}")}\r\n\r\n\r\n"))}--b--\r\n",
            $"--b\r\n{File}\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n{File}\r\n\r\nx\r\n--c--\r\n--b--\r\n",
                $"--b\r\n{File}\r\n\r\n{new string('-', 70_000)}",
            $"--b\r\n{File}\r\n\r\none\r\n--b\r\n{File}\r\n\r\ntwo\r\n--b--\r\n", $"--b\r\n{File}\r\n folded: yes\r\n\r\nx\r\n--b--\r\n",
                "--b\r\n\r\n\r\n--b--\r\n",
            $"--b \t \r\n{File}\r\n\r\nx\r\n--b-- \r\n",
                $"--b\r\n{File.Replace("\"", "\\\"")}\r\n\r\nx\r\n--b--\r\n", $"--b\r\nA: b\rC: d\r\n{File}\r\n\r\nx\r\n--b--",
        ]);
        var boundary = input.OnceIn(4)
            ? input.Any(["", "\"b\"", "b ", "\"", "b; boundary=c", new string('b', 5_000), "b\u00e9", "a b", "b;x", "\"b\r\n\""])
            : Boundary;
        var path = input.Any(Paths);
        var length = input.OnceIn(8) ? body.Length + 100 : body.Length;
        var head = $"{Start($"POST {path} HTTP/1.1")}Connection: close\r\nContent-Type: multipart/form-data; boundary={boundary}\r\n";
        return new FramedRequest("odd parts", Bytes($"{head}Content-Length: {length}\r\n\r\n{body}"));
    }

    private static string Noise(InputCase input)
    {
        var bytes = new byte[input.Random.Next(1, 3_000)];
        input.Random.NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes) + (input.OnceIn(2) ? "\r\n\r\n" : "");
    }

    private static string Repeated(InputCase input, string line) => string.Join("\r\n", Enumerable.Repeat(line, input.Any([1, 1, 2, 200,
        5_000])));

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
