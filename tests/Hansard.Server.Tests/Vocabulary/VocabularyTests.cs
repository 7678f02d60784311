using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Vocabulary;

public sealed class VocabularyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terms_are_added_once_listed_by_the_alphabet_and_removed()
    {
        await using var server = await TestServer.StartAsync();
        await AddAsync(server, """{"terms": ["Zestoretic", " ComfyUI ", "Zestoretic"]}""");
        var all = await AddAsync(server, """{"terms": ["comfyUI", "ComfyUI"]}""");
        Assert.Equal(["ComfyUI", "comfyUI", "Zestoretic"], TermsOf(all));

        var id = all.GetProperty("terms")[1].String("id");
        using (var removed = await server.Client.DeleteAsync($"/v1/vocabulary/{id}", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using (var again = await server.Client.DeleteAsync($"/v1/vocabulary/{id}", Cancellation))
            await Answer.ErrorAsync(again, 404, "not_found");
        Assert.Equal(["ComfyUI", "Zestoretic"], TermsOf(await server.GetAsync("/v1/vocabulary")));
    }

    [Theory]
    [InlineData("{}", "terms")]
    [InlineData("""{"terms": "Ana"}""", "terms")]
    [InlineData("""{"terms": ["Ana", " "]}""", "terms.1")]
    [InlineData("""{"terms": ["a\u0000b"]}""", "terms.0")]
    [InlineData("""{"terms": ["Ana", "Ben", 7]}""", "terms.2")]
    public async Task Terms_that_are_none_are_refused_with_their_place(string body, string place)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync("/v1/vocabulary", body);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal($"body.payload.{place}", error.GetProperty("validation_errors")[0].String("location"));
    }

    [Fact]
    public async Task The_number_of_terms_is_bounded()
    {
        await using var server = await TestServer.StartAsync();
        await AddAsync(server, JsonSerializer.Serialize(new { terms = Enumerable.Range(0, 2000).Select(i => $"term {i}") }));
        using var response = await server.PostAsync("/v1/vocabulary", """{"terms": ["one more"]}""");
        await Answer.ErrorAsync(response, 429, "limit_exceeded");
    }

    [Fact]
    public async Task Nobody_sees_or_removes_another_projects_terms()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        var all = await AddAsync(server, """{"terms": ["Zestoretic"]}""");
        Assert.Empty(TermsOf(await server.GetAsync("/v1/vocabulary", stranger)));
        using var removed = await stranger.DeleteAsync($"/v1/vocabulary/{all.GetProperty("terms")[0].String("id")}", Cancellation);
        await Answer.ErrorAsync(removed, 404, "not_found");
    }

    [Fact]
    public async Task What_was_corrected_to_twice_is_suggested_until_it_is_a_term_or_dismissed()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        var first = await CorrectAsync(server, "we use comfy you I and a cuber net", "we use ComfyUI and a Kubernetes");
        Assert.Empty(await SuggestionsAsync(server));
        await CorrectAsync(server, "comfy UI is here", "ComfyUI is here");
        var second = await CorrectAsync(server, "cuber nets it is", "Kubernetes it is");

        Assert.Equal(["ComfyUI 2", "Kubernetes 2"], await SuggestionsAsync(server));
        Assert.Empty(await SuggestionsAsync(server, stranger));
        await DismissAsync(server.Client, "ComfyUI");
        await DismissAsync(stranger, "Kubernetes");
        Assert.Equal(["Kubernetes 2"], await SuggestionsAsync(server));
        var original = await server.GetAsync($"/v1/transcriptions/{second}/transcript");
        using (var back = await server.PostAsync(
            $"/v1/transcriptions/{second}/revisions", $$"""{"base": 1, "tokens": {{original.GetProperty("tokens").GetRawText()}}}"""))
            await Answer.OkAsync(back, 201);
        await AddAsync(server, """{"terms": ["Kubernetes"]}""");
        Assert.Empty(await SuggestionsAsync(server));

        // What was written in a transcript goes with it.
        await CorrectAsync(server, "a mellow tron", "a Mellotron");
        await CorrectAsync(server, "the melon tron", "the Mellotron");
        Assert.Equal(["Mellotron 2"], await SuggestionsAsync(server));
        using (var list = await server.Client.DeleteAsync($"/v1/transcriptions/{first}", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, list.StatusCode);
        Assert.Equal(["Mellotron 2"], await SuggestionsAsync(server));
        foreach (var job in (await server.GetAsync("/v1/transcriptions?limit=1")).GetProperty("transcriptions").EnumerateArray())
            (await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}", Cancellation)).Dispose();
        Assert.Empty(await SuggestionsAsync(server));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_term_applies_to_every_recording_of_the_project_unless_it_is_switched_off()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        await AddAsync(server, """{"terms": ["Surpassed"]}""");
        var recording = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), Cancellation);
        var file = (await server.UploadAsync(recording)).String("id");
        foreach (var (more, expected) in ((object, string)[])[(new { }, "Surpassed"), (new { use_vocabulary = false }, "surpassed")])
        {
            var job = await server.EndAsync(await server.CreateAsync(file, more: more));
            var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
            Assert.Contains(expected, transcript.String("text"), StringComparison.Ordinal);
        }
    }

    private static async Task<JsonElement> AddAsync(TestServer server, string body)
    {
        using var response = await server.PostAsync("/v1/vocabulary", body);
        return await Answer.OkAsync(response, 201);
    }

    private static async Task<string> CorrectAsync(TestServer server, string heard, string written)
    {
        var id = (await server.EndAsync(await server.TranscribeAsync(heard))).String("id");
        using var response = await server.PostAsync(
            $"/v1/transcriptions/{id}/revisions", JsonSerializer.Serialize(new { @base = 0, text = written }));
        await Answer.OkAsync(response, 201);
        return id;
    }

    private static async Task<string[]> SuggestionsAsync(TestServer server, HttpClient? client = null)
        => [.. (await server.GetAsync("/v1/vocabulary/suggestions", client)).GetProperty("suggestions").EnumerateArray()
            .Select(one => $"{one.String("term")} {one.GetProperty("times")}")];

    private static async Task DismissAsync(HttpClient client, string term)
    {
        using var response = await client.PostAsJsonAsync(
            "/v1/vocabulary/suggestions/dismiss", new { terms = new[] { term } }, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static IEnumerable<string> TermsOf(JsonElement answer)
        => answer.GetProperty("terms").EnumerateArray().Select(term => term.String("term"));
}
