using System.Net.Http.Headers;
using System.Text;
using Hansard.Server.Doors.OpenAi;

namespace Hansard.Server.Tests.Doors.OpenAi;

/// <summary>Fields of requests, and refusals.</summary>
public sealed class AudioRequestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(404, "model", "model", "gpt-5")]
    [InlineData(400, "response_format", "response_format", "xml")]
    [InlineData(400, "timestamp_granularities", "timestamp_granularities[]", "minute")]
    [InlineData(400, "language", "language", "xx")]
    [InlineData(400, "language", "language", "fr")]
    [InlineData(400, "languages", "languages[]", "klingonish")]
    [InlineData(400, "temperature", "temperature", "2")]
    [InlineData(400, "temperature", "temperature", "hot")]
    [InlineData(400, "stream", "stream", "maybe")]
    [InlineData(400, "stream", "stream", "true", "response_format", "srt")]
    [InlineData(400, "model", "model", "whisper-1", "model", "whisper-1")]
    [InlineData(400, "known_speaker_references", "known_speaker_names[]", "Anna")]
    [InlineData(
        400, "known_speaker_references", "known_speaker_names[]", "Anna", "known_speaker_references[]", "data:audio/wav;base64,c2lsZW50")]
    [InlineData(400, "known_speaker_references", "known_speaker_references[]", "data:audio/wav;base64,!!!!")]
    [InlineData(400, "known_speaker_references", "known_speaker_references[]", "data:audio/wav,raw")]
    [InlineData(
        400, "known_speaker_names", "known_speaker_names[]", "A", "known_speaker_names[]", "A", "known_speaker_references[]", "eA==",
        "known_speaker_references[]", "eA==")]
    public async Task A_wrong_field_is_named(int status, string param, params string[] sent)
    {
        var server = shared.Server;
        using var response = await server.Client.SendAsync("never heard", Fields(sent));
        var error = await response.ErrorAsync(status);
        Assert.Equal(param, error.String("param"));
        Assert.Equal("invalid_request_error", error.String("type"));
        Assert.DoesNotContain("never heard", server.Transcriber.Started);
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("en-US", "en")]
    [InlineData("English", "en")]
    [InlineData("auto", null)]
    [InlineData("", null)]
    public void A_language_is_a_code_a_tag_or_a_name(string sent, string? expected)
        => Assert.Equal(expected, Read(("language", sent)).LanguageHints?.Single());

    [Theory]
    [InlineData("ZyntriQix, Digique Plus, CynapseFive", null, "ZyntriQix|Digique Plus|CynapseFive")]
    [InlineData("Dashwood", null, "Dashwood")]
    [InlineData("Sense and Sensibility, Dashwood", null, "Sense and Sensibility|Dashwood")]
    [InlineData("This is a lecture about OpenAI, and about GPT.", "This is a lecture about OpenAI, and about GPT.", "")]
    [InlineData("Hello, welcome.", "Hello, welcome.", "")]
    public void A_prompt_is_a_text_or_a_list_of_terms(string prompt, string? text, string terms)
    {
        var context = Read(("prompt", prompt)).Context!.Value;
        Assert.Equal(text, context.GetProperty("text").GetString());
        Assert.Equal(terms, string.Join('|', context.GetProperty("terms").EnumerateArray().Select(term => term.GetString())));
    }

    [Fact]
    public void Keywords_are_terms_and_languages_are_hints()
    {
        var request = Read(("keywords", "Dashwood"), ("keywords", "Acetylcarnitin"), ("languages", "en"), ("languages", "de"));
        Assert.Equal(["en", "de"], request.LanguageHints!);
        Assert.False(request.LanguageHintsStrict);
        Assert.Equal(2, request.Context!.Value.GetProperty("terms").GetArrayLength());
    }

    [Theory]
    [InlineData("whisper-1", true)]
    [InlineData("whisper", true)]
    [InlineData("gpt-4o-transcribe", true)]
    [InlineData("gpt-4o-mini-transcribe-2025-12-15", true)]
    [InlineData("gpt-4o-transcribe-diarize", true)]
    [InlineData("stt-async-v5", true)]
    [InlineData("whisper-base", true)]
    [InlineData("whisper-large-v3", false)]
    [InlineData("gpt-4o", false)]
    public async Task The_names_of_the_hosted_service_are_other_names_for_the_default_model(string name, bool isKnown)
    {
        var server = shared.Server;
        using var response = await server.Client.SendAsync("hello", [("model", name)]);
        Assert.Equal(isKnown ? 200 : 404, (int)response.StatusCode);
        using var model = await server.Client.GetAsync($"/v1/models/{name}");
        if (isKnown) Assert.Equal(name, (await Answer.OkAsync(model, 200)).String("id"));
        else Assert.Equal("model_not_found", (await model.ErrorAsync(404)).String("code"));
    }

    [Fact]
    public async Task A_recording_in_json_is_decoded_as_it_arrives()
    {
        var server = shared.Server;
        var words = string.Join(' ', Enumerable.Repeat("word", 100_000));
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(words)).Replace("/", "\\/", StringComparison.Ordinal);
        var audio = $$"""{"format": "mp3", "data": "data:audio/mp3;base64,{{base64}}"}""";
        var body = $$"""{"input_audio": {{audio}}, "model": "whisper-1", "x": ["data", {}]}""";
        using var response = await server.PostAsync(OpenAiCalls.Transcriptions, body);
        Assert.Equal(words, (await Answer.OkAsync(response, 200)).String("text"));
    }

    [Theory]
    [InlineData("""{"model": "whisper-1"}""", "file")]
    [InlineData("""{"input_audio": {"data": "###"}}""", "input_audio.data")]
    [InlineData("""{"input_audio": {"data": "aGVsbG8=""", null)]
    [InlineData("""{"input_audio": {"data": "aGVsbG8="}""", null)]
    [InlineData("""["aGVsbG8="]""", null)]
    [InlineData("""{"input_audio": {"data": "aGVsbG8="}, "input_audio": {"data": "aGVsbG8="}}""", null)]
    public async Task A_wrong_json_body_is_refused_and_leaves_nothing(string body, string? param)
    {
        var server = shared.Server;
        using var response = await server.PostAsync(OpenAiCalls.Transcriptions, body);
        var error = await response.ErrorAsync(400);
        if (param is not null) Assert.Equal(param, error.String("param"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.DataDirectory, "temporary")));
    }

    [Fact]
    public async Task Json_beside_the_recording_is_bounded()
    {
        var server = shared.Server;
        using var response = await server.PostAsync(
            OpenAiCalls.Transcriptions, $$"""{"input_audio": {"data": "aGVsbG8="}, "prompt": "{{new string('x', 2 << 20)}}"}""");
        Assert.Contains("beside", (await response.ErrorAsync(400)).String("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_come_in_any_order_and_unknown_ones_are_ignored()
    {
        var server = shared.Server;
        using var form = new MultipartFormDataContent
        {
            { new StringContent("whatever"), "another" },
            { new ByteArrayContent("hello"u8.ToArray()), "file", "a.wav" },
            { new StringContent("text"), "response_format" },
            { new StringContent("server_vad"), "chunking_strategy[type]" },
        };
        using var response = await server.Client.PostAsync(OpenAiCalls.Transcriptions, form);
        Assert.Equal("hello\n", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("no")]
    [InlineData("text")]
    [InlineData("two")]
    public async Task A_form_has_one_recording(string kind)
    {
        var server = shared.Server;
        using var form = new MultipartFormDataContent { { new StringContent("whisper-1"), "model" } };
        if (kind == "text") form.Add(new StringContent("hello"), "file");
        for (var i = 0; i < 2 && kind == "two"; i++) form.Add(new ByteArrayContent("hello"u8.ToArray()), "file", "a.wav");
        using var response = await server.Client.PostAsync(OpenAiCalls.Transcriptions, form);
        Assert.Equal("file", (await response.ErrorAsync(400)).String("param"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.DataDirectory, "temporary")));
    }

    [Theory]
    [InlineData("GET", "/v1/audio/transcriptions", 400)]
    [InlineData("POST", "/v1/audio/speech", 404)]
    public async Task Framework_errors_have_the_form_that_clients_read(string method, string path, int status)
    {
        var server = shared.Server;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Client.SendAsync(request);
        await response.ErrorAsync(status);
    }

    [Theory]
    [InlineData("language", "language", "de")]
    [InlineData("response_format", "response_format", "diarized_json")]
    public async Task A_translation_that_there_is_no_model_for_is_refused_before_it_is_begun(string param, string name, string value)
    {
        using var response = await shared.Server.Client.SendAsync("never heard", [(name, value)], OpenAiCalls.Translations);
        Assert.Equal(param, (await response.ErrorAsync(400)).String("param"));
    }

    [Fact]
    public async Task Switched_off_it_is_not_there()
    {
        await using var server = await TestServer.StartAsync(options => options.Doors.OpenAi.Enabled = false);
        using var response = await server.Client.SendAsync("hello", []);
        await Answer.ErrorAsync(response, 404, "not_found");
        Assert.False((await server.GetAsync("/v1/models")).TryGetProperty("data", out _));
        using var model = await server.Client.GetAsync("/v1/models/whisper-1");
        await Answer.ErrorAsync(model, 404, "not_found");
    }

    [Fact]
    public async Task The_key_of_azures_clients_opens_nothing_else()
    {
        var server = shared.Server;
        using var client = server.NewClient(null);
        client.DefaultRequestHeaders.Add("api-key", TestServer.Key);
        using var files = await client.GetAsync("/v1/files");
        await Answer.ErrorAsync(files, 401, "unauthenticated");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        using var wrong = await client.SendAsync("hello", []);
        await wrong.ErrorAsync(401);
    }

    private static (string Name, string Value)[] Fields(string[] sent) => [.. sent.Chunk(2).Select(pair => (pair[0], pair[1]))];

    private static Hansard.Server.Jobs.TranscriptionRequest Read(params (string Name, string Value)[] sent)
    {
        var fields = new AudioFields();
        foreach (var (name, value) in sent) fields.Add(name, value);
        var options = new Hansard.Server.Configuration.HansardServerOptions();
        var models = new OpenAiModels(new Hansard.Server.Models.CurrentModels(new StandInTranscriber(), options), TimeProvider.System);
        return new AudioRequestReader(models, options).Read(fields, AudioTask.Transcribe).Transcription;
    }
}
