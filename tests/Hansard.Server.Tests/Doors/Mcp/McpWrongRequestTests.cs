using System.Net;
using System.Text;
using System.Text.Json;

namespace Hansard.Server.Tests.Doors.Mcp;

/// <summary>Requests that are wrong by the protocol, as programs that are being written send them.</summary>
public sealed class McpWrongRequestTests(McpServer mcp) : IClassFixture<McpServer>
{
    private const string Client = """{"name": "x", "version": "1"}""";

    private TestServer Server => mcp.Server;

    [Theory]
    [InlineData("initialize", "{}", "'protocolVersion', 'capabilities', 'clientInfo'")]
    [InlineData("initialize", null, "'protocolVersion'")]
    [InlineData("initialize", """{"protocolVersion": "2025-06-18", "capabilities": {}}""", "'clientInfo'")]
    [InlineData("initialize", $$"""{"protocolVersion": 5, "capabilities": {}, "clientInfo": {{Client}}}""", "'params.protocolVersion'")]
    [InlineData("initialize", """{"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {}}""", "'params.clientInfo'")]
    [InlineData("tools/call", "{}", "'name'")]
    [InlineData("tools/call", """{"name": "\ud800"}""", "'params.name' is not valid Unicode")]
    [InlineData("tools/call", """{"name": "search", "_meta": 5}""", "'params._meta'")]
    [InlineData("tools/list", "5", "'params' must be a JSON object")]
    [InlineData("tools/list", """{"cursor": 5}""", "'params.cursor'")]
    [InlineData("tools/list", """{"_meta": {"x": "\ud800"}}""", "'params._meta.x' is not valid Unicode")]
    [InlineData("ping", "[]", "'params' must be a JSON object")]
    [InlineData("logging/setLevel", """{"level": "foo"}""", "'params.level'")]
    public async Task Wrong_parameters_are_named(string method, string? parameters, string told)
    {
        var answer = await AskAsync(
            $$"""{"jsonrpc": "2.0", "id": 7, "method": "{{method}}"{{(parameters is null ? "" : $", \"params\": {parameters}")}}}""");
        Assert.Equal(7, answer.GetProperty("id").GetInt32());
        Assert.Equal(-32602, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains(told, answer.GetProperty("error").String("message"));
    }

    [Fact]
    public async Task Wrong_parameters_are_named_behind_a_byte_order_mark()
    {
        var answer = await AskAsync("\ufeff" + """{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"arguments": {}}}""");
        Assert.Equal(-32602, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains("'name'", answer.GetProperty("error").String("message"));
    }

    [Theory]
    [InlineData("\"x\"", "'arguments' must be a JSON object")]
    [InlineData("[]", "'arguments' must be a JSON object")]
    [InlineData("""{"query": "\ud800"}""", "'arguments.query' is not valid Unicode")]
    [InlineData("""{"\ud800": 1}""", "not valid Unicode")]
    [InlineData("""{"query": "a\u0000b"}""", "'query' has the character U+0000")]
    [InlineData("""{"query": "a", "query": "b"}""", "'arguments.query' is given twice")]
    public async Task Wrong_arguments_are_a_result_for_the_assistant(string arguments, string told)
    {
        var result = (await AskAsync(Call(arguments))).GetProperty("result");
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains(told, result.GetProperty("content")[0].String("text"));
    }

    [Theory]
    [InlineData("null")]
    public async Task Odd_arguments_that_are_right_find_nothing(string arguments)
        => Assert.Contains(
            "Nothing was found", (await AskAsync(Call(arguments))).GetProperty("result").GetProperty("content")[0].String("text"));

    [Theory]
    [InlineData("tools/list", "{}")]
    [InlineData("tools/list", "null")]
    [InlineData("logging/setLevel", """{"level": "info"}""")]
    [InlineData("initialize", $$"""{"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {{Client}}}""")]
    public async Task Right_parameters_are_taken(string method, string parameters)
        => Assert.Equal(
            JsonValueKind.Object,
            (await AskAsync($$"""{"jsonrpc": "2.0", "id": 7, "method": "{{method}}", "params": {{parameters}}}"""))
                .GetProperty("result").ValueKind);

    [Theory]
    [InlineData("""{"jsonrpc": "2.0", "id": "\ud800", "method": "ping"}""")]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "method": "\ud800"}""")]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "method": "ping", "\ud800": 1}""")]
    public async Task A_request_that_cannot_be_read_is_no_fault_of_the_server(string request)
        => Assert.Equal(-32600, (await AskAsync(request)).GetProperty("error").GetProperty("code").GetInt32());

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task A_key_is_asked_for_before_the_content_type(string? type)
    {
        foreach (var (client, status) in (KeyValuePair<HttpClient, HttpStatusCode>[])
            [new(Server.NewClient(null), HttpStatusCode.Unauthorized), new(Server.Client, HttpStatusCode.BadRequest)])
        {
            using var content = new ByteArrayContent("{}"u8.ToArray());
            if (type is not null) content.Headers.ContentType = new(type);
            using var response = await client.PostAsync("/mcp", content, TestContext.Current.CancellationToken);
            Assert.Equal(status, response.StatusCode);
        }
    }

    private static string Call(string arguments)
        => $$$"""{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "search", "arguments": {{{arguments}}}}}""";

    private async Task<JsonElement> AskAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        using var response = await Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);

        // What the library answers comes as an event.
        if (text.IndexOf("data: ", StringComparison.Ordinal) is >= 0 and var start) text = text[(start + 6)..];
        return JsonDocument.Parse(text).RootElement;
    }
}
