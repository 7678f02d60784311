using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Resilience.Input.Http;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input.Mcp;

/// <summary>Requests of assistants that are wrong in their frame, their parameters or their arguments.</summary>
public sealed class McpInputTests(ResilienceReport report)
{
    private static readonly string[] Ids = ["1", "\"x\"", "null", "1.5", "-0", "1e400", "true", "[]", "{}", "9223372036854775808",
        "\"\\ud800\"", "\"\""];

    private static readonly string[] Calls =
    [
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"""
            + """ "clientInfo":{"name":"x","version":"1"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"ping"}""", """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":null}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"hello","limit":5}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"id":"ID","page":1,"style":"clean","""
            + """ "redact":["phone"]}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"export","arguments":{"id":"ID","format":"srt"},"""
            + """ "_meta":{"progressToken":"t"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"transcribe","arguments":{"file_id":"FILE","""
            + """ "language_hints":["en"],"context":"x"}}}""",
        """{"jsonrpc":"2.0","method":"notifications/initialized"}""", """{"jsonrpc":"2.0","id":1,"result":{}}""",
        """{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"info"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"resources/list"}""",
        """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"x"}}""",
    ];

    [Fact]
    public Task Are_answered_by_the_protocol() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Are_answered_by_the_protocol_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("requests of MCP", isLong, 600, 30_000);
        await using var server = await HttpInputServer.StartAsync();
        await run.TryAllAsync(4, async input =>
        {
            var body = Make(input, server.Things);
            var accept = input.OnceIn(12) ? input.Any(["*/*", "text/html", "application/json"]) : "application/json, text/event-stream";
            var version = input.OnceIn(12) ? $"MCP-Protocol-Version: {input.Any(["1", "2025-06-18", "x"])}\r\n" : "";
            var head = $"POST /mcp HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Key}\r\nConnection: close\r\nAccept: {accept}\r\n"
                + $"{version}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
            input.Sent = RequestMaker.Printable(body);
            return Check(await RawExchange.SendAsync(server.Server.Host.Address, (byte[])[.. Encoding.ASCII.GetBytes(head), .. body]));
        });
        run.End(report, await server.CheckAsync(run));
    }

    private static byte[] Make(InputCase input, ExistingThings things)
    {
        var call = input.Any(Calls).Replace("FILE", things.Find(input, "file_id"), StringComparison.Ordinal)
            .Replace("ID", things.Find(input, "transcription_id"), StringComparison.Ordinal);
        if (input.OnceIn(6)) return Encoding.UTF8.GetBytes(call.Replace("\"id\":1", $"\"id\":{input.Any(Ids)}",
            StringComparison.Ordinal));
        if (input.OnceIn(10)) return Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(call, input.Any([0, 1, 2, 500])))}]");
        return new JsonMutation(input).Apply(JsonNode.Parse(call));
    }

    private static string Check(RawAnswer answer)
    {
        Assert.True(answer.Status is >= 200 and < 500, $"{answer.Status} {answer.Text}");
        Assert.True(answer.IsWhole, "The answer is cut off.");
        Assert.DoesNotMatch(@"\bat Hansard\.|\bat System\.|\b[A-Z]\w+Exception\b", answer.Text);
        if (answer.Status is 202 or 204) return "accepted";
        var text = answer.Text;
        if (text.LastIndexOf("data: ", StringComparison.Ordinal) is >= 0 and var at) text = text[(at + 6)..];
        using var json = JsonDocument.Parse(text);
        Assert.NotEqual(JsonValueKind.Array, json.RootElement.ValueKind);
        if (!json.RootElement.TryGetProperty("error", out var error)) return json.RootElement.TryGetProperty("result", out _) ? "result"
            : $"{answer.Status}";
        var code = error.GetProperty("code").GetInt32();
        Assert.NotEqual(-32603, code);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return $"{code}";
    }
}
