using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.OpenAi;

/// <summary>Requests of real clients, byte for byte (tests/fixtures/clients).</summary>
public sealed class RecordedRequestTests
{
    private static readonly string Folder = Fixtures.PathOf("clients");

    public static TheoryData<string> Requests =>
    [
        .. ((string[])["n8n", "open-webui", "openai"])
            .SelectMany(client => Directory.EnumerateFiles(Path.Combine(Folder, client), "*.request.http"))
            .Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Every_one_is_answered_in_the_form_that_it_asks_for()
    {
        await using var server = await TestServer.StartAsync(options => options.ApiKey = "test-key");
        foreach (var name in Requests.Select(row => row.Data))
        {
            var (head, body) = await RecordedRequest.SendAsync(server, Path.Combine(Folder, name));
            if (name == "open-webui/04_refused_with_language_then_ok.request.http")
            {
                // Its language, xx, is none; the client asks again without.
                Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
                Assert.Equal("language", OpenAiCalls.ErrorOf(body).String("param"));
                continue;
            }

            Assert.True(head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), $"{name}: {head}\n{body}");
            AssertForm(name, head, body);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_refused_in_the_form_that_clients_read()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in (string[])["openai/01_json_minimal.request.http", "openai/23_azure_client_json.request.http"])
        {
            var (head, body) = await RecordedRequest.SendAsync(server, Path.Combine(Folder, name));
            Assert.StartsWith("HTTP/1.1 401 ", head, StringComparison.Ordinal);
            Assert.Equal("authentication_error", OpenAiCalls.ErrorOf(body).String("type"));
        }
    }

    [Theory]
    [InlineData("json.json", "json")]
    [InlineData("json_languages.json", "json")]
    [InlineData("json_logprobs.json", "json", "include[]", "logprobs")]
    [InlineData("verbose_json.json", "verbose_json", "timestamp_granularities[]", "word", "timestamp_granularities[]", "segment")]
    [InlineData("diarized_json.json", "diarized_json")]
    public async Task An_answer_has_all_fields_that_the_sdk_reads(string reply, string format, params string[] more)
    {
        await using var server = await TestServer.StartAsync();
        (string, string)[] fields = [("response_format", format), .. more.Chunk(2).Select(pair => (pair[0], pair[1]))];
        AssertHas(Reply(reply), await server.Client.JsonAsync("Hi there", fields), reply);
    }

    [Fact]
    public async Task Models_are_listed_and_described_with_all_fields_that_the_sdk_reads()
    {
        await using var server = await TestServer.StartAsync();
        var models = await server.GetAsync("/v1/models");
        AssertHas(Reply("models.json"), models, "models.json");
        Assert.NotEmpty(models.GetProperty("models").EnumerateArray());
        foreach (var model in models.GetProperty("data").EnumerateArray())
        {
            Assert.Equal(model.GetRawText(), (await server.GetAsync($"/v1/models/{model.String("id")}")).GetRawText());
            await server.Client.JsonAsync("hello", ("model", model.String("id")));
        }
    }

    [Theory]
    [InlineData("stream_json.sse", "json")]
    [InlineData("stream_diarized_json.sse", "diarized_json")]
    public async Task A_stream_has_all_events_and_fields_that_the_sdk_reads(string reply, string format)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.SendAsync(
            "Hi there", [("response_format", format), ("stream", "true"), ("include[]", "logprobs")]);
        var events = OpenAiCalls.EventsOf(await response.Content.ReadAsStringAsync());
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "openai", "replies", reply));
        foreach (var expected in OpenAiCalls.EventsOf(text.Replace("data: [DONE]\n\n", "", StringComparison.Ordinal)).DistinctBy(Type))
        {
            var own = events.First(each => Type(each) == Type(expected));
            foreach (var member in expected.EnumerateObject().Where(member => member.Name is not ("segment_id" or "logprobs")))
                AssertHas(member.Value, own.GetProperty(member.Name), $"{Type(expected)}.{member.Name}");
        }

        static string Type(JsonElement each) => each.String("type");
    }

    private static void AssertForm(string name, string head, string body)
    {
        if (name.Contains("stream", StringComparison.Ordinal))
        {
            Assert.Contains("Content-Type: text/event-stream", head, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("transcript.text.done", OpenAiCalls.EventsOf(body)[^1].String("type"));
            return;
        }

        if (name.EndsWith("_text.request.http", StringComparison.Ordinal) || name.Contains("srt", StringComparison.Ordinal)
            || name.Contains("vtt", StringComparison.Ordinal))
        {
            Assert.Contains("Content-Type: text/plain; charset=utf-8", head, StringComparison.OrdinalIgnoreCase);
            if (name.Contains("vtt", StringComparison.Ordinal)) Assert.StartsWith("WEBVTT\n\n", body, StringComparison.Ordinal);
            if (name.Contains("srt", StringComparison.Ordinal)) Assert.StartsWith("1\n00:00:", body, StringComparison.Ordinal);
            return;
        }

        Assert.Contains("Content-Type: application/json", head, StringComparison.OrdinalIgnoreCase);
        var json = JsonDocument.Parse(body).RootElement;
        if (name.Contains("models", StringComparison.Ordinal)) Assert.NotEmpty(json.GetProperty("data").EnumerateArray());
        else if (name.Contains("model_retrieve", StringComparison.Ordinal)) Assert.Equal("model", json.String("object"));
        else Assert.NotEmpty(json.String("text"));
    }

    // Every member, and the first of every list.
    private static void AssertHas(JsonElement expected, JsonElement own, string place)
    {
        Assert.True(expected.ValueKind == own.ValueKind, $"{place} is {own.ValueKind} instead of {expected.ValueKind}.");
        var isFilled = expected.ValueKind == JsonValueKind.Array && expected.GetArrayLength() > 0;
        if (isFilled && !place.EndsWith(".tokens", StringComparison.Ordinal))
        {
            Assert.True(own.GetArrayLength() > 0, $"{place} is empty.");
            AssertHas(expected[0], own[0], $"{place}.0");
        }

        if (expected.ValueKind != JsonValueKind.Object) return;
        foreach (var member in expected.EnumerateObject())
        {
            Assert.True(own.TryGetProperty(member.Name, out var value), $"{place} has no {member.Name}.");
            AssertHas(member.Value, value, $"{place}.{member.Name}");
        }
    }

    private static JsonElement Reply(string name) => Fixtures.Json(Path.Combine(Folder, "openai", "replies", name));
}
