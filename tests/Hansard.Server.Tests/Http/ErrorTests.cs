using System.Net.Http.Headers;
using System.Text;
using Hansard.Server.Http;
using Hansard.Server.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Http;

/// <summary>Every row of the contract's table of errors.</summary>
public sealed class ErrorTests
{
    private const string Unknown = "0198c5a8-0000-7000-8000-000000000000";

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData(TestServer.Key)]
    public async Task A_missing_malformed_or_unknown_key_is_unauthenticated(string? authorization)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(null);
        foreach (var path in (string[])["/v1/files", "/v1/transcriptions", "/v1/models", "/v1/nothing"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await client.SendAsync(request);
            await Answer.ErrorAsync(response, 401, "unauthenticated");
        }
    }

    [Theory]
    [InlineData("GET", "/v1/files/" + Unknown, "file_not_found")]
    [InlineData("GET", "/v1/files/not-a-uuid", "file_not_found")]
    [InlineData("DELETE", "/v1/files/" + Unknown, "file_not_found")]
    [InlineData("DELETE", "/v1/files/1", "file_not_found")]
    [InlineData("GET", "/v1/transcriptions/" + Unknown, "transcription_not_found")]
    [InlineData("GET", "/v1/transcriptions/not-a-uuid", "transcription_not_found")]
    [InlineData("GET", "/v1/transcriptions/" + Unknown + "/transcript", "transcription_not_found")]
    [InlineData("DELETE", "/v1/transcriptions/" + Unknown, "transcription_not_found")]
    [InlineData("GET", "/v1/nothing", "not_found")]
    [InlineData("GET", "/nothing", "not_found")]
    [InlineData("GET", "/v1/tts-models", "not_found")]
    [InlineData("GET", "/v1/voices", "not_found")]
    [InlineData("DELETE", "/v1/voices/" + Unknown, "not_found")]
    public async Task What_is_not_there_is_not_found(string method, string path, string errorType)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Client.SendAsync(request);
        await Answer.ErrorAsync(response, 404, errorType);
    }

    [Theory]
    [InlineData("GET", "/v1/tts-models")]
    [InlineData("GET", "/tts-models")]
    [InlineData("GET", "/v1/voices")]
    [InlineData("GET", "/v1/voices/" + Unknown)]
    [InlineData("GET", "/v1/shared-voices")]
    [InlineData("POST", "/tts")]
    [InlineData("GET", "/tts-websocket")]
    public async Task What_the_hosted_service_has_and_this_server_has_not_is_not_found_and_says_so(string method, string path)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Client.SendAsync(request);
        var message = (await Answer.ErrorAsync(response, 404, "not_found")).String("message");
        Assert.Matches("this server (does not do|only transcribes)", message);
    }

    [Theory]
    [InlineData("PUT", "/v1/files")]
    [InlineData("DELETE", "/v1/files")]
    [InlineData("PATCH", "/v1/transcriptions/" + Unknown)]
    [InlineData("POST", "/v1/models")]
    public async Task A_wrong_method_is_an_invalid_request(string method, string path)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Client.SendAsync(request);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Theory]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "\"text\"")]
    [InlineData("application/json", "{\"model\": \"stt-async-v5\", }")]
    [InlineData("text/plain", "{}")]
    [InlineData("application/x-www-form-urlencoded", "model=x")]
    [InlineData(null, "{}")]
    public async Task A_body_that_is_not_a_json_object_is_an_invalid_request(string? contentType, string body)
    {
        await using var server = await TestServer.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        using var response = await server.Client.PostAsync("/v1/transcriptions", content);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Theory]
    [InlineData("GET /v1/files/%00%ff HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /v1/files/%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /v1/files HTTP/1.1\r\n\r\n")]
    [InlineData("GET /v1/files HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task What_the_web_server_itself_refuses_has_the_error_body_too(string request)
    {
        await using var server = await TestServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync(request);
        var answer = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        var (head, body) = (
            answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)],
            answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        using var error = System.Text.Json.JsonDocument.Parse(body);
        Assert.Equal(
            ["status_code", "error_type", "message", "validation_errors", "request_id", "more_info"],
            error.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            (400, "invalid_request"), (error.RootElement.GetProperty("status_code").GetInt32(), error.RootElement.String("error_type")));
        Assert.Contains($"X-Request-Id: {error.RootElement.String("request_id")}", head, StringComparison.Ordinal);
        await server.GetAsync("/v1/files");
    }

    [Theory]
    [InlineData("/v1/transcriptions", true)]
    [InlineData("/v1/transcriptions", false)]
    [InlineData("/v1/files", true)]
    [InlineData("/v1/nothing", true)]
    public async Task Who_sends_all_of_a_refused_body_before_reading_can_read_the_answer(string path, bool keepAlive)
    {
        const int Size = 24 << 20;
        await using var server = await TestServer.StartAsync(options => options.Limits.FileBytes = 1000);
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        var type = path == "/v1/files" ? "multipart/form-data; boundary=b" : "application/json";
        await connection.SendAsync(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\nContent-Type: {type}\r\n"
            + $"Content-Length: {Size}\r\n"
            + (keepAlive ? "\r\n" : "Connection: close\r\n\r\n"));
        for (var sent = 0; sent < Size; sent += 1 << 20) await connection.SendAsync(new byte[1 << 20]);
        await connection.ReadUntilAsync(path == "/v1/nothing" ? "\"error_type\":\"not_found\"" : "\"error_type\":\"invalid_request\"");
    }

    [Fact]
    public async Task A_json_body_that_is_not_utf8_or_too_deep_is_an_invalid_request()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var body in (byte[][])[
            [.. "{\"model\": \""u8, 0xff, 0xfe, .. "\"}"u8],
            Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 5000) + new string(']', 5000) + "}")
        ])
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await server.Client.PostAsync("/v1/transcriptions", content);
            await Answer.ErrorAsync(response, 400, "invalid_request");
        }
    }

    [Fact]
    public async Task Too_large_a_json_body_is_an_invalid_request()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync("/v1/transcriptions", $"{{\"model\": \"{new string('x', 2 << 20)}\"}}");
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Theory]
    [InlineData("files")]
    [InlineData("transcriptions")]
    public async Task A_cursor_that_was_not_issued_here_is_an_invalid_cursor(string list)
    {
        await using var server = await TestServer.StartAsync();
        string[] cursors =
        [
            "x", "~", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", new string('A', 5000), "%00",

            // As long as one of ours, and no Base64.
            .. Enumerable.Range(1, 100).Select(length => string.Concat(Enumerable.Repeat("%2F", length))),
        ];
        foreach (var cursor in cursors)
        {
            using var response = await server.Client.GetAsync($"/v1/{list}?cursor={cursor}");
            await Answer.ErrorAsync(response, 400, "invalid_cursor");
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task A_limit_out_of_range_is_an_invalid_request(string limit)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync($"/v1/files?limit={limit}");
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal("query.limit", error.GetProperty("validation_errors")[0].String("location"));
    }

    [Fact]
    public async Task A_fault_of_the_server_is_an_internal_error_without_detail()
    {
        await using var server = await TestServer.StartAsync();
        Storage.DataFolder.Execute(Path.Combine(server.DataDirectory, "hansard.db"), "ALTER TABLE files RENAME TO elsewhere");
        using var response = await server.Client.GetAsync("/v1/files");
        var error = await Answer.ErrorAsync(response, 500, "internal_error");
        Assert.DoesNotContain(server.DataDirectory, error.String("message"));
        Assert.Contains(error.String("request_id"), error.String("message"));
    }

    [Fact]
    public async Task More_requests_than_the_limit_are_told_to_wait()
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.RequestsPerMinute = 3);
        for (var i = 0; i < 3; i++) await server.GetAsync("/v1/models");
        using var response = await server.Client.GetAsync("/v1/models");
        var error = await Answer.ErrorAsync(response, 429, "limit_exceeded");
        Assert.Contains("3 requests a minute", error.String("message"));
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 20);
        using var health = await server.Client.GetAsync("/healthz");
        await Answer.OkAsync(health, 200);
    }

    [Fact]
    public async Task Counting_requests_ends_with_the_server()
    {
        RequestRate rate;
        var project = new Project("id", "name");
        await using (var server = await TestServer.StartAsync(options => options.Limits.RequestsPerMinute = 3))
        {
            rate = server.Host.Services.GetRequiredService<RequestRate>();
            rate.Count(project);
        }

        Assert.Throws<ObjectDisposedException>(() => rate.Count(project));
    }

    [Fact]
    public async Task A_content_type_without_a_body_is_ignored()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await server.Client.SendAsync(request);
        await Answer.OkAsync(response, 200);
    }
}
