using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hansard.Server.Revisions;

namespace Hansard.Server.Tests.Revisions;

/// <summary>POST /v1/transcriptions/{id}/revisions/import.</summary>
public sealed class RevisionImportTests
{
    private const string Subtitles = """
        1
        00:00:00,000 --> 00:00:00,200
        ANNA: <i>good</i> morning

        2
        00:00:00,200 --> 00:00:02,000
        Ben: Everybody, what is new?
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subtitles_take_the_place_of_the_text_with_their_times_and_speakers()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "good morning every body");

        var revision = await Answer.OkAsync(await ImportAsync(server, id, "srt", Encoding.UTF8.GetBytes(Subtitles)), 201);

        Assert.Equal((1, 0), (revision.GetProperty("revision").GetInt32(), revision.GetProperty("base").GetInt32()));
        Assert.Equal("""{"1":"ANNA","2":"Ben"}""", revision.GetProperty("speaker_names").GetRawText());
        var transcript = await LatestAsync(server, id);
        Assert.Equal("good morning Everybody, what is new?", transcript.String("text"));
        JsonElement[] tokens = [.. transcript.GetProperty("tokens").EnumerateArray()];
        Assert.Equal(["1", "1", "2", "2", "2", "2", "2", "2"], tokens.Select(token => token.String("speaker")));
        Assert.Equal([0, 100, 200], tokens.Take(3).Select(token => token.GetProperty("start_ms").GetInt32()));
        Assert.All(tokens.Skip(2), token => Assert.InRange(token.GetProperty("end_ms").GetInt32(), 200, 2000));
        var found = await server.GetAsync("/v1/search?q=everybody");
        Assert.Equal(id, found.GetProperty("results")[0].GetProperty("transcription").String("id"));
        Assert.Equal("Ben", found.GetProperty("results")[0].GetProperty("passages")[0].String("speaker_name"));
    }

    [Theory]
    [InlineData("vtt")]
    [InlineData("json")]
    public async Task A_transcript_that_was_exported_comes_back_as_it_was(string format)
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "good morning every body. what is new");
        await Answer.OkAsync(await ImportAsync(server, id, "srt", Encoding.UTF8.GetBytes(Subtitles)), 201);
        var address = $"/v1/transcriptions/{id}/transcript?revision=latest&format={format}";
        var exported = await server.Client.GetByteArrayAsync(address, Cancellation);

        await Answer.OkAsync(await ImportAsync(server, id, format, exported, 1), 201);

        var again = await server.Client.GetStringAsync(address, Cancellation);
        Assert.Equal(Encoding.UTF8.GetString(exported).Replace("\"revision\":1", "\"revision\":2", StringComparison.Ordinal), again);
    }

    [Fact]
    public async Task Who_is_known_by_a_name_keeps_the_label_and_others_get_new_ones()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "good morning");
        using (var named = await server.PostAsync($"/v1/transcriptions/{id}/revisions", """{"base": 0, "speaker_names": {"1": "Ben"}}"""))
            await Answer.OkAsync(named, 201);

        var revision = await Answer.OkAsync(await ImportAsync(server, id, "txt", "Ana: Olá.\n\nBEN: Good morning."u8.ToArray(), 1), 201);

        var names = revision.GetProperty("speaker_names");
        Assert.Equal(("BEN", "Ana"), (names.String("1"), names.String("2")));
        Assert.Equal(
            "Ana: Olá.\n\nBEN: Good morning.\n",
            await server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript?revision=latest&format=txt", Cancellation));
    }

    [Fact]
    public async Task A_text_is_read_in_the_encoding_in_which_it_was_saved()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "x");
        Encoding[] encodings = [Encoding.Unicode, new UTF8Encoding(true), CodePagesEncodingProvider.Instance.GetEncoding(1252)!];
        foreach (var (index, encoding) in encodings.Index())
        {
            byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes("Avô “é” Schön")];
            await Answer.OkAsync(await ImportAsync(server, id, "txt", file, index), 201);
            Assert.Equal("Avô “é” Schön", (await LatestAsync(server, id)).String("text"));
        }
    }

    [Theory]
    [InlineData("srt", "1\n00:00:01,000 --> 00:00:00,500\nno", "Line 2: The end is before the beginning.")]
    [InlineData("vtt", "1\n00:00:01.000 --> 00:00:02.500\nno", "Line 1: A file of WebVTT begins with WEBVTT.")]
    [InlineData("srt", "", "Line 1: There is nothing to read in this file.")]
    [InlineData("txt", "a\nb\0", "Line 2: There is a byte 0")]
    [InlineData("json", "{\n\"tokens\": [\n", "Line 3: This is not valid JSON.")]
    [InlineData("json", "[]", "Line 1: A transcript is a JSON object.")]
    [InlineData("json", "{}", "'tokens' is missing, or empty")]
    [InlineData("json", """{"tokens": [{"text": "a", "start_ms": 5, "end_ms": 4}]}""", "'end_ms' is before 'start_ms'.")]
    [InlineData("exe", "", "'format' must be srt, vtt, txt or json")]
    public async Task What_cannot_be_brought_in_is_told_with_its_place_and_changes_nothing(string format, string text, string message)
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "x");

        using var response = await ImportAsync(server, id, format, Encoding.UTF8.GetBytes(text));

        Assert.Contains(message, (await Answer.ErrorAsync(response, 400, "invalid_request")).String("message"), StringComparison.Ordinal);
        Assert.Equal(0, (await server.GetAsync($"/v1/transcriptions/{id}")).GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task A_name_that_is_none_and_too_many_are_refused_with_their_line()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "x");
        var hidden = Encoding.UTF8.GetBytes("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna\u202E>x");
        var many = string.Join('\n', Enumerable.Range(0, 101).Select(i => $"Anna {i}: yes"));

        foreach (var (format, file, line) in new[] { ("vtt", hidden, 4), ("txt", Encoding.UTF8.GetBytes(many), 101) })
        {
            using var response = await ImportAsync(server, id, format, file);
            var error = await Answer.ErrorAsync(response, 400, "invalid_request");
            Assert.Equal($"body.{line}", error.GetProperty("validation_errors")[0].String("location"));
        }
    }

    [Fact]
    public async Task Of_two_who_bring_a_text_in_the_second_is_told_and_writes_over_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "x");
        await Answer.OkAsync(await ImportAsync(server, id, "txt", "one"u8.ToArray()), 201);

        await Answer.ErrorAsync(await ImportAsync(server, id, "txt", "two"u8.ToArray()), 409, "transcription_invalid_state");

        Assert.Equal("one", (await LatestAsync(server, id)).String("text"));
    }

    // What curl sends with --data-binary, and what browsers and programs take for right.
    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-subrip")]
    [InlineData("text/srt")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task A_file_is_taken_whatever_its_content_type_and_its_format_found_out(string? type)
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "good morning every body");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Subtitles));
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await server.Client.PostAsync($"/v1/transcriptions/{id}/revisions/import?base=0", content, Cancellation);

        var revision = await Answer.OkAsync(response, 201);
        Assert.Equal("""{"1":"ANNA","2":"Ben"}""", revision.GetProperty("speaker_names").GetRawText());
        Assert.Equal(JsonValueKind.Null, revision.GetProperty("warnings").ValueKind);
    }

    [Fact]
    public async Task A_file_comes_as_the_part_of_a_form_too()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "good morning every body");
        var address = $"/v1/transcriptions/{id}/revisions/import";
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Subtitles)), "file", "talk.srt" },
            { new StringContent("0"), "base" },
        };
        await Answer.OkAsync(await server.Client.PostAsync(address, form, Cancellation), 201);
        Assert.Equal("good morning Everybody, what is new?", (await LatestAsync(server, id)).String("text"));

        using var without = new MultipartFormDataContent { { new StringContent("1"), "base" } };
        var error = await Answer.ErrorAsync(await server.Client.PostAsync(address, without, Cancellation), 400, "invalid_request");
        Assert.Equal("file.file", error.GetProperty("validation_errors")[0].String("location"));
        using var broken = new StringContent("--x\r\nContent-Disposition: form-data; na");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await Answer.ErrorAsync(await server.Client.PostAsync($"{address}?base=1", broken, Cancellation), 400, "invalid_request");
        using var unbound = new StringContent("x");
        unbound.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        await Answer.ErrorAsync(await server.Client.PostAsync($"{address}?base=1", unbound, Cancellation), 400, "invalid_request");
    }

    [Theory]
    [InlineData("WEBVTT\n\n00:01.000 --> 00:02.000\nx", "vtt")]
    [InlineData("\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nx", "srt")]
    [InlineData("00:01,5 --> 00:02,5\nx", "srt")]
    [InlineData(" {\"tokens\": []}", "json")]
    [InlineData("Anna: at 00:01 --> we go", "txt")]
    [InlineData("", "txt")]
    public void The_format_of_a_text_is_told_by_how_it_begins(string text, string format)
        => Assert.Equal(format, ImportedFile.Detect(text));

    [Fact]
    public async Task Subtitles_of_another_recording_are_refused_and_a_few_cues_after_the_end_are_told()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "good morning every body");
        const string Beyond = "\n\n3\n01:00:00,000 --> 01:00:02,000\nThe end.";

        var warned = await Answer.OkAsync(await ImportAsync(server, id, "srt", Encoding.UTF8.GetBytes(Subtitles + Beyond)), 201);
        var warning = Assert.Single(warned.GetProperty("warnings").EnumerateArray()).GetString();
        Assert.StartsWith("1 of 3 cues are outside of what is transcribed, from 00:00:00.000 to ", warning, StringComparison.Ordinal);

        var other = Subtitles.Split("\n\n")[0] + Beyond + Beyond.Replace("\n3\n", "\n4\n", StringComparison.Ordinal);
        using var refused = await ImportAsync(server, id, "srt", Encoding.UTF8.GetBytes(other), 1);
        var error = await Answer.ErrorAsync(refused, 400, "invalid_request");
        Assert.Equal("body.7", error.GetProperty("validation_errors")[0].String("location"));
        Assert.Contains("2 of 3 cues", error.String("message"), StringComparison.Ordinal);
        Assert.Contains("another recording", error.String("message"), StringComparison.Ordinal);
        const string Tokens = """{"tokens": [{"text": "a", "start_ms": 9000000, "end_ms": 9000100, "confidence": 1}]}""";
        using var tokens = await ImportAsync(server, id, "json", Encoding.UTF8.GetBytes(Tokens), 1);
        await Answer.ErrorAsync(tokens, 400, "invalid_request");
        Assert.Equal(1, (await server.GetAsync($"/v1/transcriptions/{id}")).GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_for_anothers_recording_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "x");
        using var stranger = await server.NewProjectAsync("another");
        await Answer.ErrorAsync(await ImportAsync(server, id, "txt", "one"u8.ToArray(), client: stranger), 404, "transcription_not_found");
        var large = new byte[LargeBodies.MaximumBody + 1];
        Array.Fill(large, (byte)'a');
        await Answer.ErrorAsync(await ImportAsync(server, id, "txt", large), 400, "invalid_request");
        var failed = (await server.EndAsync(await server.TranscribeAsync("invalid"))).String("id");
        await Answer.ErrorAsync(await ImportAsync(server, failed, "txt", "one"u8.ToArray()), 409, "transcription_invalid_state");
    }

    private static async Task<string> CompletedAsync(TestServer server, string text)
        => (await server.EndAsync(await server.TranscribeAsync(text, more: new { enable_speaker_diarization = true }))).String("id");

    private static Task<JsonElement> LatestAsync(TestServer server, string id)
        => server.GetAsync($"/v1/transcriptions/{id}/transcript?revision=latest");

    private static async Task<HttpResponseMessage> ImportAsync(
        TestServer server, string id, string format, byte[] file, int number = 0, HttpClient? client = null)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await (client ?? server.Client).PostAsync(
            $"/v1/transcriptions/{id}/revisions/import?format={format}&base={number}", content, Cancellation);
    }
}
