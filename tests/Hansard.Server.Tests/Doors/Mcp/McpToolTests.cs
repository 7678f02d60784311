using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Hansard.Server.Tests.Doors.Mcp;

/// <summary>Tools for assistants, over real HTTP by the official client.</summary>
public sealed partial class McpToolTests(McpServer mcp) : IClassFixture<McpServer>
{
    private TestServer Server => mcp.Server;

    [Fact]
    public async Task The_tools_are_described()
    {
        await using var assistant = await McpServer.ConnectAsync(Server, TestServer.Key);
        Assert.Equal("hansard", assistant.ServerInfo?.Name);
        Assert.Contains("'transcribe'", assistant.ServerInstructions);
        var tools = await assistant.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["export", "read", "search", "transcribe"], tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        foreach (var tool in tools)
        {
            Assert.NotEmpty(tool.Description);
            Assert.Equal(tool.Name != "transcribe", tool.ProtocolTool.Annotations!.ReadOnlyHint);
            foreach (var argument in tool.JsonSchema.GetProperty("properties").EnumerateObject())
                Assert.NotEmpty(argument.Value.String("description"));
        }
        var format = tools.Single(tool => tool.Name == "export").JsonSchema.GetProperty("properties").GetProperty("format");
        Assert.Contains("csv: paragraphs with times", format.String("description"));
    }

    [Fact]
    public async Task An_uploaded_recording_is_transcribed_found_read_and_exported()
    {
        using var client = await Server.NewProjectAsync("all tools");
        await using var assistant = await McpServer.ConnectAsync(Server, KeyOf(client));
        var file = await Server.UploadAsync("the quick fox jumps", "fox.wav", client);
        var transcribed = await CallAsync(assistant, "transcribe", new() { ["file_id"] = file.String("id") });
        Assert.Contains("fox.wav", transcribed);
        Assert.Matches(@"the\s+quick\s+fox\s+jumps", transcribed);
        Assert.Matches(@"0?0:00", transcribed);
        Assert.Contains("completed", transcribed);
        var id = IdOf(transcribed);

        // The same transcription is that of the API.
        Assert.Equal("completed", (await Server.GetAsync($"/v1/transcriptions/{id}", client)).String("status"));

        var found = await CallAsync(assistant, "search", new() { ["query"] = "quick fox" });
        Assert.Contains(id, found);
        Assert.Matches(@"\[0:00:\d\d\] .*quick", found);
        Assert.Contains("Nothing was found", await CallAsync(assistant, "search", new() { ["query"] = "elephant" }));
        Assert.Equal(transcribed, await CallAsync(assistant, "read", new() { ["id"] = id }));

        foreach (var format in (string[])["srt", "vtt", "csv", "json", "txt", "md", "ass", "rttm"])
        {
            var exported = await CallAsync(assistant, "export", new() { ["id"] = id, ["format"] = format });
            if (format == "json") continue;
            using var downloaded = await client.GetAsync(
                $"/v1/transcriptions/{id}/transcript?format={format}", TestContext.Current.CancellationToken);
            Assert.Equal(await downloaded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), exported);
        }
    }

    [Fact]
    public async Task Fillers_and_numbers_are_left_out_where_the_assistant_says_so()
    {
        using var client = await Server.NewProjectAsync("renderings");
        await using var assistant = await McpServer.ConnectAsync(Server, KeyOf(client));
        var file = await Server.UploadAsync("um call 212-555-0147 now", "call.wav", client);
        var id = IdOf(await CallAsync(assistant, "transcribe", new() { ["file_id"] = file.String("id") }));
        Dictionary<string, object?> wanted = new() { ["id"] = id, ["style"] = "clean", ["redact"] = new[] { "phone" } };

        var read = await CallAsync(assistant, "read", wanted);
        Assert.Contains("[PHONE]", read);
        Assert.DoesNotContain("0147", read);
        Assert.DoesNotContain("um ", read, StringComparison.OrdinalIgnoreCase);
        using var downloaded = await client.GetAsync(
            $"/v1/transcriptions/{id}/transcript?format=srt&style=clean&redact=phone", TestContext.Current.CancellationToken);
        Assert.Equal(
            await downloaded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await CallAsync(assistant, "export", new(wanted) { ["format"] = "srt" }));

        Assert.Contains("'redact' must be some", await FailAsync(assistant, "read", new(wanted) { ["redact"] = new[] { "names" } }));
        Assert.Contains("'redact' must be some", await FailAsync(assistant, "read", new(wanted) { ["redact"] = Array.Empty<string>() }));
        Assert.Contains("'style' must be verbatim or clean", await FailAsync(assistant, "read", new(wanted) { ["style"] = "netflix" }));
    }

    [Fact]
    public async Task A_recording_behind_an_address_is_fetched_as_for_the_api()
    {
        await using var source = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("from afar"));
        await using var assistant = await McpServer.ConnectAsync(Server, TestServer.Key);
        var text = await CallAsync(assistant, "transcribe", new() { ["audio_url"] = source.Url("/talk.wav").ToString() });
        Assert.Matches(@"from\s+afar", text);

        // The guard of addresses holds here too.
        var refused = await FailAsync(assistant, "transcribe", new() { ["audio_url"] = "http://10.0.0.1/secret.wav" });
        Assert.Contains("private", refused);
    }

    [Fact]
    public async Task What_takes_longer_than_clients_wait_is_gone_on_with_by_its_id_and_progress_is_told()
    {
        await using var server = await TestServer.StartAsync(options => options.Doors.Mcp.Wait = TimeSpan.FromSeconds(1));
        await using var assistant = await McpServer.ConnectAsync(server, TestServer.Key);
        var file = await server.UploadAsync("wait here");
        var told = new ConcurrentQueue<ProgressNotificationValue>();
        var answer = await assistant.CallToolAsync(
            "transcribe", new Dictionary<string, object?> { ["file_id"] = file.String("id") }, new Told(told),
            cancellationToken: TestContext.Current.CancellationToken);
        var text = TextOf(answer);
        Assert.NotEqual(true, answer.IsError);
        Assert.Contains("has not ended yet", text);
        Assert.NotEmpty(told);
        Assert.Contains("'read'", text);
        server.Transcriber.Release();
        var id = IdOf(text);
        for (var attempt = 0; !text.Contains("completed", StringComparison.Ordinal); attempt++)
        {
            Assert.InRange(attempt, 0, 60);
            text = await CallAsync(assistant, "read", new() { ["id"] = id });
        }
        Assert.Matches(@"wait\s+here", text);
    }

    [Fact]
    public async Task Calls_beyond_those_that_may_run_at_once_are_told_to_come_again()
    {
        await using var server = await TestServer.StartAsync(options => options.Doors.Mcp.Calls = 1);
        await using var assistant = await McpServer.ConnectAsync(server, TestServer.Key);
        await using var another = await McpServer.ConnectAsync(server, TestServer.Key);
        var file = await server.UploadAsync("wait here");
        var running = CallAsync(assistant, "transcribe", new() { ["file_id"] = file.String("id") });
        for (var attempt = 0; server.Transcriber.Started.IsEmpty; attempt++)
        {
            Assert.InRange(attempt, 0, 600);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        // Also of the same key, and those that would be quick; what runs goes on.
        foreach (var client in (McpClient[])[another, assistant])
            Assert.Contains("busy with other calls", await FailAsync(client, "search", new() { ["query"] = "wait" }));
        server.Transcriber.Release();
        Assert.Matches(@"wait\s+here", await running);
        Assert.Contains("Nothing was found", await CallAsync(another, "search", new() { ["query"] = "elephant" }));
    }

    [Fact]
    public async Task A_long_transcript_comes_in_pages_which_are_all_of_it()
    {
        await using var assistant = await McpServer.ConnectAsync(Server, TestServer.Key);
        var words = Enumerable.Range(0, 12_000).Select(i => $"word{i}").ToArray();
        var file = await Server.UploadAsync(string.Join(' ', words), "long.wav");
        var first = await CallAsync(assistant, "transcribe", new() { ["file_id"] = file.String("id") });
        var id = IdOf(first);
        var count = int.Parse(PageCount().Match(first).Groups[1].Value, null);
        Assert.InRange(count, 3, 20);
        var all = new StringBuilder();
        for (var page = 1; page <= count; page++)
        {
            var answer = await assistant.CallToolAsync(
                "export", new Dictionary<string, object?> { ["id"] = id, ["format"] = "txt", ["page"] = page },
                cancellationToken: TestContext.Current.CancellationToken);
            var text = Assert.IsType<TextContentBlock>(answer.Content[0]).Text;
            if (answer.IsError == true) break;
            Assert.InRange(text.Length, 1, 20_000);
            all.Append(text);
        }
        Assert.All(words, word => Assert.Contains(word, all.ToString(), StringComparison.Ordinal));
        Assert.Contains("pages", await FailAsync(assistant, "read", new() { ["id"] = id, ["page"] = 1000 }));
    }

    [Fact]
    public async Task Another_projects_transcriptions_and_files_are_not_there()
    {
        var done = await Server.EndAsync(await Server.TranscribeAsync("secret words"));
        using var stranger = await Server.NewProjectAsync("stranger");
        await using var assistant = await McpServer.ConnectAsync(Server, KeyOf(stranger));
        var id = done.String("id");
        Assert.Contains("no transcription with the id", await FailAsync(assistant, "read", new() { ["id"] = id }));
        Assert.Contains(
            "no transcription with the id", await FailAsync(assistant, "export", new() { ["id"] = id, ["format"] = "srt" }));
        Assert.Contains("no file with the id", await FailAsync(assistant, "transcribe", new() { ["file_id"] = done.String("file_id") }));
        Assert.Contains("Nothing was found", await CallAsync(assistant, "search", new() { ["query"] = "secret" }));
    }

    [Fact]
    public async Task Wrong_arguments_are_named_so_that_the_assistant_can_do_better()
    {
        await using var assistant = await McpServer.ConnectAsync(Server, TestServer.Key);
        (string Tool, Dictionary<string, object?> Arguments, string Told)[] calls =
        [
            ("read", [], "'id' is missing"),
            ("read", new() { ["id"] = 5 }, "'id' must be a string"),
            ("read", new() { ["id"] = "x' OR 1=1" }, "no transcription with the id"),
            ("read", new() { ["id"] = Guid.NewGuid().ToString(), ["page"] = 0 }, "'page' must be"),
            ("read", new() { ["name"] = "x" }, "has no argument 'name'"),
            ("export", new() { ["id"] = Guid.NewGuid().ToString(), ["format"] = "docx" }, "'format' must be one of"),
            ("search", new() { ["query"] = new string('x', 201) }, "longer than 200"),
            ("search", new() { ["cursor"] = "x" }, "cursor"),
            ("search", new() { ["limit"] = 1000 }, "'limit' must be"),
            ("transcribe", [], "audio_url"),
            ("transcribe", new() { ["audio_url"] = "ftp://x/y" }, "audio_url"),
            ("transcribe", new() { ["file_id"] = Guid.NewGuid().ToString() }, "upload it"),
            ("transcribe", new() { ["file_id"] = "x", ["model"] = "none" }, "has no model 'none'"),
            ("transcribe", new() { ["file_id"] = "x", ["webhook_url"] = "http://x/" }, "has no argument 'webhook_url'"),
        ];
        foreach (var (tool, arguments, told) in calls) Assert.Contains(told, await FailAsync(assistant, tool, arguments));
        var failed = await Server.UploadAsync("invalid");
        Assert.Contains("not a recording", await FailAsync(assistant, "transcribe", new() { ["file_id"] = failed.String("id") }));
        await Assert.ThrowsAsync<McpProtocolException>(() => CallAsync(assistant, "delete_everything", []));
    }

    [Fact]
    public async Task Without_a_key_or_switched_on_nothing_is_served()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => McpServer.ConnectAsync(Server, null));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => McpServer.ConnectAsync(Server, "wrong"));
        await using var without = await TestServer.StartAsync(options => options.Doors.Mcp.Enabled = false);
        using var answer = await without.PostAsync("/mcp", "{}");
        Assert.Contains("Doors:Mcp:Enabled", (await Answer.ErrorAsync(answer, 404, "not_found")).String("message"));
    }

    [Theory]
    [InlineData("POST", "{", 400)]
    [InlineData("POST", "[]", 400)]
    [InlineData("POST", "HUGE", 400)]
    [InlineData("GET", null, 405)]
    [InlineData("DELETE", null, 405)]
    public async Task A_malformed_request_is_refused(string method, string? body, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/mcp");
        request.Headers.Add("Accept", "application/json, text/event-stream");
        if (body == "HUGE")
        {
            var query = new string('x', 300_000);
            body = $$"""
                {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "{{query}}"} } }
                """;
        }
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Without_keys_no_other_web_page_and_no_other_name_of_the_machine_is_let_in()
    {
        await using var server = await TestServer.StartAsync(options => (options.NoAuth, options.ApiKey) = (true, null));
        await using var assistant = await McpServer.ConnectAsync(server, null);
        Assert.Equal(4, (await assistant.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Count);
        foreach (var (name, value) in (KeyValuePair<string, string>[])
            [new("Origin", "https://elsewhere.example"), new("Host", "rebound.example")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
            {
                Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            };
            request.Headers.Add(name, value);
            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    private static string KeyOf(HttpClient client) => client.DefaultRequestHeaders.Authorization!.Parameter!;

    private static string IdOf(string text) => Id().Match(text).Groups[1].Value;

    private static string TextOf(CallToolResult answer) => Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text;

    private static async Task<string> CallAsync(McpClient assistant, string tool, Dictionary<string, object?> arguments)
    {
        var answer = await assistant.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(answer.IsError != true, TextOf(answer));
        return TextOf(answer);
    }

    private static async Task<string> FailAsync(McpClient assistant, string tool, Dictionary<string, object?> arguments)
    {
        var answer = await assistant.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(answer.IsError, TextOf(answer));
        return TextOf(answer);
    }

    [GeneratedRegex("id ([0-9a-f-]{36})")]
    private static partial Regex Id();

    [GeneratedRegex(@"Page 1 of (\d+)")]
    private static partial Regex PageCount();

    private sealed class Told(ConcurrentQueue<ProgressNotificationValue> values) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => values.Enqueue(value);
    }
}
