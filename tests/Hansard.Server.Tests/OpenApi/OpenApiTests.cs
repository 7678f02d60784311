using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hansard.Engine.Tests;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.OpenApi;

/// <summary>Holds the OpenAPI document and the server against each other.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_route_of_the_api_is_described_and_nothing_else()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.GetAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.String("openapi"));
        var described = document.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {path.Name}"));
        var routes = server.Host.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(e => (Path: e.RoutePattern.RawText!.TrimEnd('/'), e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods))
            .Where(e => e.Path.StartsWith("/v1", StringComparison.Ordinal) || e.Path is "/healthz" or "/readyz")
            // OpenAPI has no words for sockets.
            .Where(e => e.Path != "/v1/realtime")
            .SelectMany(e => e.HttpMethods!.Select(method => $"{method} {e.Path}"));
        Assert.Equal(routes.Order(), described.Order());
    }

    [Fact]
    public async Task Real_answers_have_the_described_status_and_shape()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.GetAsync("/openapi/v1.json");
        var checker = new AnswerChecker(document);

        var file = await server.UploadAsync("hello my world");
        var more = new { language_hints = new[] { "en" }, context = new { text = "x" }, identify_speakers = true };
        var completed = await server.EndAsync(await server.CreateAsync(file.String("id"), more: more));
        var failed = await server.EndAsync(await server.TranscribeAsync("invalid"));
        var running = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        const string Window = "?start_time=2026-01-01T00:00:00Z&end_time=2026-12-31T00:00:00Z";
        var spare = await server.UploadAsync("spare");
        using var added = await server.PostAsync(
            "/v1/known-speakers", $$"""{"name": "Anna", "file_id": "{{file.String("id")}}"}""");
        var person = await Answer.OkAsync(added, 201);
        (string Method, string Path, string Template)[] calls =
        [
            ("GET", "/v1/files", "/v1/files"),
            ("GET", "/v1/files?limit=0", "/v1/files"),
            ("GET", "/v1/files?cursor=x", "/v1/files"),
            ("GET", "/v1/files/count", "/v1/files/count"),
            ("GET", $"/v1/files/{file.String("id")}", "/v1/files/{id}"),
            ("GET", "/v1/files/x", "/v1/files/{id}"),
            ("GET", $"/v1/files/{file.String("id")}/url", "/v1/files/{id}/url"),
            ("GET", "/v1/files/x/url", "/v1/files/{id}/url"),
            ("GET", "/v1/files/x/content", "/v1/files/{id}/content"),
            ("DELETE", $"/v1/files/{spare.String("id")}", "/v1/files/{id}"),
            ("DELETE", "/v1/files/x", "/v1/files/{id}"),
            ("POST", "/v1/files", "/v1/files"),
            ("GET", "/v1/transcriptions", "/v1/transcriptions"),
            ("GET", "/v1/transcriptions/count", "/v1/transcriptions/count"),
            ("GET", $"/v1/transcriptions/{completed.String("id")}", "/v1/transcriptions/{id}"),
            ("GET", $"/v1/transcriptions/{completed.String("id")}/transcript", "/v1/transcriptions/{id}/transcript"),
            ("GET", $"/v1/transcriptions/{failed.String("id")}/transcript", "/v1/transcriptions/{id}/transcript"),
            ("POST", "/v1/transcriptions", "/v1/transcriptions"),
            ("GET", $"/v1/transcriptions/{completed.String("id")}/transcript?revision=latest", "/v1/transcriptions/{id}/transcript"),
            ("GET", $"/v1/transcriptions/{completed.String("id")}/revisions", "/v1/transcriptions/{id}/revisions"),
            ("GET", "/v1/transcriptions/x/revisions", "/v1/transcriptions/{id}/revisions"),
            ("POST", $"/v1/transcriptions/{completed.String("id")}/revisions", "/v1/transcriptions/{id}/revisions"),
            ("POST", "/v1/transcriptions/x/revisions", "/v1/transcriptions/{id}/revisions"),
            ("DELETE", $"/v1/transcriptions/{running.String("id")}", "/v1/transcriptions/{id}"),
            ("POST", $"/v1/transcriptions/{running.String("id")}/cancel", "/v1/transcriptions/{id}/cancel"),
            ("POST", $"/v1/transcriptions/{running.String("id")}/cancel", "/v1/transcriptions/{id}/cancel"),
            ("POST", "/v1/transcriptions/x/cancel", "/v1/transcriptions/{id}/cancel"),
            ("DELETE", $"/v1/transcriptions/{failed.String("id")}", "/v1/transcriptions/{id}"),
            ("POST", "/v1/known-speakers", "/v1/known-speakers"),
            ("GET", "/v1/known-speakers", "/v1/known-speakers"),
            ("GET", $"/v1/known-speakers/{person.String("id")}", "/v1/known-speakers/{id}"),
            ("GET", "/v1/known-speakers/x", "/v1/known-speakers/{id}"),
            ("DELETE", $"/v1/known-speakers/{person.String("id")}", "/v1/known-speakers/{id}"),
            ("DELETE", "/v1/known-speakers/x", "/v1/known-speakers/{id}"),
            ("GET", "/v1/models", "/v1/models"),
            ("GET", $"/v1/usage-logs{Window}", "/v1/usage-logs"),
            ("GET", "/v1/usage-logs", "/v1/usage-logs"),
            ("GET", $"/v1/usage/summary{Window}", "/v1/usage/summary"),
            ("GET", "/v1/concurrency-limits", "/v1/concurrency-limits"),
            ("GET", $"/v1/concurrent-streams-history{Window}&period_sec=86400&kind=stt", "/v1/concurrent-streams-history"),
            ("GET", "/v1/concurrent-streams-history", "/v1/concurrent-streams-history"),
            ("POST", "/v1/auth/temporary-api-key", "/v1/auth/temporary-api-key"),
            ("POST", "/v1/realtime/client_secrets", "/v1/realtime/client_secrets"),
            ("POST", "/v1/realtime/transcription_sessions", "/v1/realtime/transcription_sessions"),
            ("GET", "/healthz", "/healthz"),
            ("GET", "/readyz", "/readyz"),
        ];
        foreach (var (method, path, template) in calls)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await server.Client.SendAsync(request);
            checker.Check(method, template, (int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        using var anonymous = server.NewClient(null);
        using var unauthenticated = await anonymous.GetAsync("/v1/models");
        checker.Check("GET", "/v1/models", 401, await unauthenticated.Content.ReadAsStringAsync());
        Assert.Empty(checker.Faults);
    }

    [Fact]
    public async Task Every_described_field_of_a_request_is_read_and_held_to_its_described_length()
    {
        await using var server = await TestServer.StartAsync();
        var file = (await server.UploadAsync("hello")).String("id");
        var fields = new AnswerChecker(await server.GetAsync("/openapi/v1.json"))
            .Schema("NewTranscription")
            .GetProperty("properties")
            .EnumerateObject()
            .ToList();
        foreach (var field in fields)
        {
            // A track may have any number from 1 on.
            var wrong = field.Name is "audio_track" ? 0 : 5;
            await AssertFaultAsync(field.Name, field.Value.TryGetProperty("maximum", out var most) ? most.GetInt32() + 1 : wrong);
            if (field.Value.TryGetProperty("maxLength", out var length))
                await AssertFaultAsync(field.Name, $"http://x/{new string('x', length.GetInt32() - 8)}");
            if (field.Value.TryGetProperty("maxItems", out var items))
                await AssertFaultAsync(field.Name, Enumerable.Repeat("en", items.GetInt32() + 1));
        }

        Assert.Equal(6, fields.Count(field => field.Value.TryGetProperty("maxLength", out _)));
        Assert.Single(fields, field => field.Value.TryGetProperty("maxItems", out _));

        async Task AssertFaultAsync(string name, object value)
        {
            var body = new Dictionary<string, object> { ["model"] = "stt-async-v5", ["file_id"] = file, [name] = value };
            using var response = await server.PostAsync("/v1/transcriptions", JsonSerializer.Serialize(body));
            var error = await Answer.ErrorAsync(response, 400, "invalid_request");
            Assert.Contains(
                $"body.payload.{name}", error.GetProperty("validation_errors").EnumerateArray().Select(e => e.String("location")));
        }
    }

    [Fact]
    public async Task What_the_vendors_programs_send_is_described()
    {
        await using var server = await TestServer.StartAsync();
        var described = new AnswerChecker(await server.GetAsync("/openapi/v1.json"))
            .Schema("NewTranscription")
            .GetProperty("properties")
            .EnumerateObject()
            .Select(p => p.Name)
            .ToHashSet();
        using var requests = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(Fixtures.Repository, "tests", "Hansard.Conformance", "clients", "vendor_requests.json"),
            TestContext.Current.CancellationToken));
        Assert.All(
            requests.RootElement.EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.Object),
            request => Assert.Empty(request.Value.EnumerateObject().Select(p => p.Name).Except(described)));
    }

    [Fact]
    public async Task A_limit_that_holds_for_every_call_is_described_for_every_call()
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.RequestsPerMinute = 1);
        await server.GetAsync("/v1/models");
        var document = await server.GetAsync("/openapi/v1.json");
        var checker = new AnswerChecker(document);

        // What a link shows counts for the project of the link, and this sends none.
        var paths = document.GetProperty("paths").EnumerateObject()
            .Where(p => p.Name.StartsWith("/v1", StringComparison.Ordinal) && p.Name != "/v1/shared");
        foreach (var path in paths)
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                using var request = new HttpRequestMessage(
                    new HttpMethod(operation.Name.ToUpperInvariant()), path.Name.Replace("{id}", "x", StringComparison.Ordinal));
                using var response = await server.Client.SendAsync(request);
                Assert.Equal(429, (int)response.StatusCode);
                if (operation.Name != "head") checker.Check(operation.Name, path.Name, 429, await response.Content.ReadAsStringAsync());
            }
        }

        Assert.Empty(checker.Faults);
    }

    [Fact]
    public async Task A_model_that_is_not_there_and_a_query_that_is_too_long_are_described_wherever_they_can_be_sent()
    {
        await using var server = await TestServer.StartAsync();
        var checker = new AnswerChecker(await server.GetAsync("/openapi/v1.json"));
        foreach (var path in (string[])["/v1/audio/transcriptions", "/v1/audio/translations"])
        {
            using var form = new MultipartFormDataContent { { new StringContent("none"), "model" }, { new StringContent("hi"), "file",
                "a" } };
            using var response = await server.Client.PostAsync(path, form);
            await CheckAsync("POST", path, 404, response);
        }
        (string Path, string Body)[] sessions =
        [
            ("/v1/realtime/client_secrets",
                """{"session": {"type": "transcription", "audio": {"input": {"transcription": {"model": "no"}}}}}"""),
            ("/v1/realtime/transcription_sessions", """{"input_audio_transcription": {"model": "no"}}"""),
        ];
        foreach (var (path, body) in sessions)
        {
            using var response = await server.PostAsync(path, body);
            await CheckAsync("POST", path, 404, response);
        }
        foreach (var path in (string[])["/healthz", "/readyz"])
        {
            using var response = await server.Client.GetAsync($"{path}?{new string('x', 9_000)}");
            await CheckAsync("GET", path, 400, response);
        }
        Assert.Empty(checker.Faults);

        async Task CheckAsync(string method, string path, int status, HttpResponseMessage response)
        {
            Assert.Equal(status, (int)response.StatusCode);
            checker.Check(method, path, status, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_page_is_readable_without_any_other_host()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(null);
        foreach (var path in (string[])["/docs", "/docs/docs.css", "/docs/docs.js", "/docs/clients.js"])
        {
            using var response = await client.GetAsync(path);
            Assert.True(response.IsSuccessStatusCode);
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
            Assert.DoesNotMatch(new Regex("https?://|url\\("), await response.Content.ReadAsStringAsync());
        }
    }

    private static JsonElement Schema(JsonElement document, string name)
        => document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    [Fact]
    public async Task Every_call_has_an_example_and_every_example_of_an_answer_is_one()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.GetAsync("/openapi/v1.json");
        var checker = new AnswerChecker(document);
        var without = new List<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(operation => operation.Name != "head"))
            {
                var examples = operation.Value.GetProperty("responses").EnumerateObject().SelectMany(ExamplesOf).ToList();
                foreach (var (status, value) in examples) checker.Check(operation.Name, path.Name, int.Parse(status), value.GetRawText());
                if (examples.Count == 0 && AnswersJson(operation.Value)) without.Add($"{operation.Name} {path.Name}");
            }
        }

        Assert.Empty(without);
        Assert.Empty(checker.Faults);
    }

    [Fact]
    public async Task Every_example_of_a_request_is_accepted_as_it_stands()
    {
        await using var server = await TestServer.StartAsync();
        var paths = (await server.GetAsync("/openapi/v1.json")).GetProperty("paths");
        var file = (await server.UploadAsync("hello")).String("id");
        var transcription = await server.EndAsync(await server.CreateAsync(file, more: new { identify_speakers = true }));
        foreach (var path in (string[])["/v1/transcriptions", "/v1/known-speakers", "/v1/auth/temporary-api-key"])
            await AssertAcceptedAsync(server, path, paths.GetProperty(path).GetProperty("post"), file, transcription.String("id"));
        foreach (var path in (string[])["/v1/realtime/client_secrets", "/v1/realtime/transcription_sessions"])
            await AssertAcceptedAsync(server, path, paths.GetProperty(path).GetProperty("post"), file, transcription.String("id"), 200);

        // Each is based on the one before.
        const string Revisions = "/v1/transcriptions/{id}/revisions";
        var save = paths.GetProperty(Revisions).GetProperty("post");
        await AssertAcceptedAsync(
            server, Revisions.Replace("{id}", transcription.String("id")), save, file, transcription.String("id"));
    }

    private static async Task AssertAcceptedAsync(
        TestServer server, string path, JsonElement create, string file, string transcription, int status = 201)
    {
        var examples = create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples");
        foreach (var (index, example) in examples.EnumerateObject().Index())
        {
            var body = JsonNode.Parse(example.Value.GetProperty("value").GetRawText())!;
            if (body["file_id"] is not null) body["file_id"] = file;
            if (body["base"] is not null) body["base"] = index;
            if (body["transcription_id"] is not null) body["transcription_id"] = transcription;
            using var response = await server.PostAsync(path, body.ToJsonString());
            Assert.True((int)response.StatusCode == status, $"{example.Name}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task The_document_speaks_of_the_api_and_not_of_the_program()
    {
        await using var server = await TestServer.StartAsync();
        var document = await server.GetAsync("/openapi/v1.json");
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();
        Assert.DoesNotContain(schemas.Select(schema => schema.Name), name => Regex.IsMatch(name, "(Response|Body|Entry|Element|Row)$"));
        Assert.Empty(schemas.Where(schema => Description(schema.Value) is null).Select(schema => schema.Name));
        Assert.Empty(
            from schema in schemas
            where schema.Value.TryGetProperty("properties", out _)
            from field in schema.Value.GetProperty("properties").EnumerateObject()
            where Description(field.Value) is null
            select $"{schema.Name}.{field.Name}");

        var internals = new Regex(
            @"\b(IReadOnly\w*|JsonElement|nameof|\w+Response|[A-Z]\w+\.[A-Z]\w+)\b|(long|int|bool|string)\?|&[lg]t;");
        Assert.Empty(internals.Matches(document.GetRawText()).Select(match => match.Value));
    }

    [Theory]
    [InlineData("/docs", "docs/docs.css")]
    [InlineData("/docs/clients", "docs.css")]
    public async Task A_page_finds_its_files_under_any_path(string page, string style)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(null);
        var html = await client.GetStringAsync(page);
        Assert.Contains($"\"{style}\"", html);
        foreach (Match link in Regex.Matches(html, "(?:href|src)=\"([^\"#]+)\""))
        {
            Assert.DoesNotMatch("^(/|[a-z]+:)", link.Groups[1].Value);
            using var response = await client.GetAsync(new Uri(new Uri(server.Client.BaseAddress!, page), link.Groups[1].Value));
            Assert.True(response.IsSuccessStatusCode, link.Value);
        }

        using var slashed = await client.GetAsync(page + "/");
        Assert.Equal(page, slashed.RequestMessage!.RequestUri!.AbsolutePath);
    }

    private static bool AnswersJson(JsonElement operation) => operation.GetProperty("responses").EnumerateObject().Any(response =>
        response.Name.StartsWith('2')
        && response.Value.TryGetProperty("content", out var content)
        && content.TryGetProperty("application/json", out _));

    private static IEnumerable<(string Status, JsonElement Value)> ExamplesOf(JsonProperty response)
        => response.Value.TryGetProperty("content", out var content)
            && content.TryGetProperty("application/json", out var json)
            && json.TryGetProperty("examples", out var examples)
            ? examples.EnumerateObject().Select(example => (response.Name, example.Value.GetProperty("value")))
            : [];

    // A field of another object's type is described beside the reference, or by that object.
    private static string? Description(JsonElement field)
        => field.TryGetProperty("description", out var text) ? text.GetString()
            : field.TryGetProperty("$ref", out var reference) ? reference.GetString()
            : field.TryGetProperty("oneOf", out var choices) ? Description(choices.EnumerateArray().Last())
            : field.TryGetProperty("items", out var items) ? Description(items)
            : null;
}
