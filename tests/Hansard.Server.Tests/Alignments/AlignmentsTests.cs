using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hansard.Server.Tests.Alignments;

/// <summary>A text and its recording over HTTP.</summary>
public sealed class AlignmentsTests(AlignmentsTests.Running running) : IClassFixture<AlignmentsTests.Running>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_have_times_and_what_parts_is_told()
    {
        var server = running.Server;
        var file = await server.UploadAsync("The quick brown fox jumps.", "fox.mp3");
        var created = await CreateAsync(new
        {
            model = "stt-async-v5",
            file_id = file.String("id"),
            language = "en",
            text = "The big brown  fox jumps!",
        });
        Assert.Equal(JsonValueKind.Null, created.GetProperty("words").ValueKind);
        var id = created.String("id");
        await server.EndAsync(created);
        var done = await GetAsync(id);
        Assert.Equal("completed", done.String("status"));
        var words = done.GetProperty("words").EnumerateArray().ToList();
        Assert.Equal(["The", "big", "brown", "fox", "jumps!"], words.Select(word => word.String("text")));
        Assert.Equal([true, false, true, true, true], words.Select(word => word.GetProperty("said").GetBoolean()));
        Assert.Equal(words.Select(word => word.GetProperty("start_ms").GetInt64()).Order(),
            words.Select(word => word.GetProperty("start_ms").GetInt64()));
        Assert.Equal("quick", Assert.Single(done.GetProperty("speech_without_text").EnumerateArray()).String("text"));
        var subtitles = await server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript?format=srt", Cancellation);
        Assert.Contains("The big brown fox jumps!", subtitles, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript", Cancellation));
        Assert.Equal("The big brown fox jumps!", json.RootElement.GetProperty("text").GetString());
        Assert.All(json.RootElement.GetProperty("tokens").EnumerateArray(), token => Assert.NotEqual("", token.String("text")));
    }

    [Theory]
    [InlineData("""{"model": "stt-async-v5", "file_id": "FILE"}""", "body.payload.text")]
    [InlineData("""{"model": "stt-async-v5", "file_id": "FILE", "text": " \n"}""", "body.payload.text")]
    [InlineData("""{"model": "stt-async-v5", "file_id": "FILE", "text": "a", "language": "xx"}""", "body.payload.language")]
    [InlineData("""{"model": "stt-async-v5", "text": "a"}""", "body.payload.file_id")]
    [InlineData("""{"model": "nothing", "file_id": "FILE", "text": "a"}""", "body.payload.model")]
    [InlineData("""{"model": "stt-async-v5", "file_id": "FILE", "text": "a", "audio_track": "all"}""", "body.payload.audio_track")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": "FILE", "text": "a", "translation": {"type": "one_way", "target_language": "es"}}""",
        "body.payload.translation")]
    public async Task A_wrong_field_is_named(string body, string location)
    {
        var file = await running.Server.UploadAsync("Hello.", "a.mp3");
        using var content = new StringContent(
            body.Replace("FILE", file.String("id"), StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
        using var response = await running.Server.Client.PostAsync("/v1/alignments", content, Cancellation);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(location, error.GetProperty("validation_errors")[0].String("location"));
    }

    [Fact]
    public async Task Only_an_alignment_of_the_own_project_is_one()
    {
        var server = running.Server;
        var file = await server.UploadAsync("Hello there.", "a.mp3");
        var plain = await server.EndAsync(await server.CreateAsync(file.String("id")));
        using var transcription = await server.Client.GetAsync($"/v1/alignments/{plain.String("id")}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, transcription.StatusCode);
        var mine = await CreateAsync(new { model = "stt-async-v5", file_id = file.String("id"), text = "Hello there." });
        using var stranger = await server.NewProjectAsync("stranger");
        using var foreign = await stranger.GetAsync($"/v1/alignments/{mine.String("id")}", Cancellation);
        await Answer.ErrorAsync(foreign, 404, "transcription_not_found");
    }

    private async Task<JsonElement> CreateAsync(object body)
    {
        using var response = await running.Server.Client.PostAsJsonAsync("/v1/alignments", body, Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private Task<JsonElement> GetAsync(string id)
        => running.Server.Client.GetFromJsonAsync<JsonElement>($"/v1/alignments/{id}", Cancellation);

    /// <summary>A server for all of them.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
