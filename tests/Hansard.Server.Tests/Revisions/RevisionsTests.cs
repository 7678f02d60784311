using System.Text.Json;
using Hansard.Engine.Tests;
using Hansard.Server.Projects;
using Hansard.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Revisions;

/// <summary>POST and GET /v1/transcriptions/{id}/revisions, and ?revision= of the transcript.</summary>
public sealed class RevisionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_corrected_text_is_kept_beside_the_original_with_when_and_under_whose_key()
    {
        await using var server = await TestServer.StartAsync();
        using var anna = server.NewClient(
            await server.Host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync(Project.Default, "Anna’s laptop"));
        var id = await CompletedAsync(server, "I met mister Smyth yesterday");
        var original = await server.GetAsync($"/v1/transcriptions/{id}/transcript");

        using var response = await server.PostAsync(Address(id), """{"base": 0, "text": "I met Mr. Smith yesterday"}""", anna);
        var revision = await Answer.OkAsync(response, 201);

        Assert.Equal(id, revision.String("id"));
        Assert.Equal((1, 0), (revision.GetProperty("revision").GetInt32(), revision.GetProperty("base").GetInt32()));
        Assert.Equal("Anna’s laptop", revision.String("author"));
        Assert.True(DateTimeOffset.Parse(revision.String("created_at")) > DateTimeOffset.UtcNow.AddMinutes(-5));
        Assert.Equal(
            original.GetRawText(), (await server.GetAsync($"/v1/transcriptions/{id}/transcript")).GetRawText());
        var latest = await TranscriptAsync(server, id, "latest");
        Assert.Equal("I met Mr. Smith yesterday", latest.String("text"));
        Assert.Equal([0, 100, 200, 300, 400], Starts(latest));
        var tokens = latest.GetProperty("tokens");
        Assert.Equal(original.GetProperty("tokens")[0].GetRawText(), tokens[0].GetRawText());
        Assert.Equal(1, tokens[2].GetProperty("confidence").GetDouble());
        Assert.Equal(1, (await server.GetAsync($"/v1/transcriptions/{id}")).GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Every_revision_stays_so_that_one_can_go_back()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "one two three");
        await SaveAsync(server, id, """{"base": 0, "text": "one two four"}""");
        await SaveAsync(server, id, """{"base": 1, "text": "five"}""");
        var first = await TranscriptAsync(server, id, "1");
        await SaveAsync(server, id, $$"""{"base": 2, "tokens": {{first.GetProperty("tokens").GetRawText()}}}""");

        Assert.Equal(first.GetProperty("tokens").GetRawText(), (await TranscriptAsync(server, id, "3")).GetProperty("tokens").GetRawText());
        Assert.Equal("five", (await TranscriptAsync(server, id, "2")).String("text"));
        Assert.Equal("one two three", (await TranscriptAsync(server, id, "0")).String("text"));
        var newest = await server.GetAsync($"{Address(id)}?limit=2");
        Assert.Equal([3, 2], Numbers(newest));
        Assert.Equal([1], Numbers(await server.GetAsync($"{Address(id)}?limit=2&cursor={newest.String("next_page_cursor")}")));
        using var response = await server.Client.GetAsync($"/v1/transcriptions/{id}/transcript?revision=4", Cancellation);
        await Answer.ErrorAsync(response, 404, "transcription_not_found");
        using var odd = await server.Client.GetAsync($"/v1/transcriptions/{id}/transcript?revision=newest", Cancellation);
        await Answer.ErrorAsync(odd, 400, "invalid_request");
    }

    [Fact]
    public async Task Of_two_who_correct_the_same_text_the_second_is_told_and_writes_over_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "one two");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => server.PostAsync(Address(id), $$"""{"base": 0, "text": "one {{i}}"}""")));
        Assert.Equal([201, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
        foreach (var answer in answers)
        {
            if ((int)answer.StatusCode == 409) await Answer.ErrorAsync(answer, 409, "transcription_invalid_state");
            answer.Dispose();
        }
        using var ahead = await server.PostAsync(Address(id), """{"base": 2, "text": "one"}""");
        await Answer.ErrorAsync(ahead, 409, "transcription_invalid_state");
        Assert.Equal([1], Numbers(await server.GetAsync(Address(id))));
    }

    [Fact]
    public async Task Segments_and_names_say_who_speaks_in_whatever_is_downloaded()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "Good morning. Thank you.", new { enable_speaker_diarization = true });
        await SaveAsync(
            server, id,
            """
            {"base": 0, "segments": [{"speaker": "1", "text": "Good morning."}, {"speaker": "2", "text": "Thank you."}],
             "speaker_names": {"1": " Dr. Smith ", "2": "Ana"}}
            """);
        await SaveAsync(
            server, id, """{"base": 1, "segments": [{"speaker": "1", "text": "Good morning."}, {"text": "Thanks, you two."}]}""");

        var text = await server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript?revision=latest&format=txt", Cancellation);
        Assert.Equal("Dr. Smith: Good morning.\n\nAna: Thanks, you two.\n", text);
        Assert.Equal(
            """{"1":"Dr. Smith","2":"Ana"}""", (await TranscriptAsync(server, id, "latest")).GetProperty("speaker_names").GetRawText());
        await SaveAsync(server, id, """{"base": 2, "speaker_names": {}}""");
        Assert.StartsWith(
            "Speaker 1: Good morning.",
            await server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript?revision=3&format=txt", Cancellation),
            StringComparison.Ordinal);
        Assert.Equal(
            "Speaker 1: Good morning. Thank you.\n",
            await server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript?format=txt", Cancellation));
    }

    [Fact]
    public async Task A_word_that_was_found_right_is_sure_in_the_revision_beside_what_was_corrected_and_alone()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "one two three four");
        var original = Confidences(await TranscriptAsync(server, id, "0"));
        Assert.All(original, confidence => Assert.NotEqual(1, confidence));

        await SaveAsync(server, id, """{"base": 0, "text": "one two tree four", "confirmed": [{"start_ms": 100, "end_ms": 200}]}""");
        Assert.Equal([original[0], 1, 1, original[3]], Confidences(await TranscriptAsync(server, id, "1")));
        await SaveAsync(server, id, """{"base": 1, "confirmed": [{"start_ms": 300, "end_ms": 400}]}""");

        var latest = await TranscriptAsync(server, id, "latest");
        Assert.Equal([original[0], 1, 1, 1], Confidences(latest));
        Assert.Equal("one two tree four", latest.String("text"));
        Assert.Equal(original, Confidences(await TranscriptAsync(server, id, "0")));
        using var wrong = await server.PostAsync(
            Address(id), """{"base": 2, "confirmed": [{"start_ms": 400, "end_ms": 300}, {"start_ms": 1}]}""");
        var error = await Answer.ErrorAsync(wrong, 400, "invalid_request");
        Assert.Equal(2, error.GetProperty("validation_errors").GetArrayLength());
    }

    [Fact]
    public async Task What_was_corrected_is_found_and_what_was_wrong_is_not()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "a zestoregic tablet");
        await SaveAsync(server, id, """{"base": 0, "text": "a Zestoretic tablet"}""");
        Assert.Equal(0, (await server.GetAsync("/v1/search?q=zestoregic")).GetProperty("results").GetArrayLength());
        var found = Assert.Single((await server.GetAsync("/v1/search?q=zestoretic")).GetProperty("results").EnumerateArray());
        Assert.Equal(0, found.GetProperty("passages")[0].GetProperty("start_ms").GetInt32());
        Assert.Equal(1, found.GetProperty("transcription").GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Others_are_told_of_a_correction_and_their_label_does_not_write_over_it_unseen()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "hello");
        var before = (await server.GetAsync($"/v1/transcriptions/{id}")).GetProperty("version").GetInt32();
        using var events = await server.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync(Cancellation));
        while (await reader.ReadLineAsync(Cancellation) is { } line && line != "event: ready") Assert.NotNull(line);
        await SaveAsync(server, id, """{"base": 0, "text": "hello there"}""");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        string? told;
        do told = await reader.ReadLineAsync(limit.Token);
        while (told is not null && !told.Contains("\"revision\":1", StringComparison.Ordinal));
        Assert.NotNull(told);
        Assert.Equal(before + 1, (await server.GetAsync($"/v1/transcriptions/{id}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Only_a_completed_transcription_of_the_own_project_is_corrected()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        var id = await CompletedAsync(server, "mine");
        const string Body = """{"base": 0, "text": "yours"}""";
        using var foreign = await server.PostAsync(Address(id), Body, stranger);
        await Answer.ErrorAsync(foreign, 404, "transcription_not_found");
        using var list = await stranger.GetAsync(Address(id), Cancellation);
        await Answer.ErrorAsync(list, 404, "transcription_not_found");
        using var nowhere = await server.PostAsync(Address("x"), Body);
        await Answer.ErrorAsync(nowhere, 404, "transcription_not_found");
        var waiting = await server.TranscribeAsync("wait");
        using var early = await server.PostAsync(Address(waiting.String("id")), Body);
        await Answer.ErrorAsync(early, 409, "transcription_invalid_state");
    }

    [Theory]
    [InlineData("""{"text": "a"}""", "base")]
    [InlineData("""{"base": -1, "text": "a"}""", "base")]
    [InlineData("""{"base": 0}""", "text")]
    [InlineData("""{"base": 0, "text": "a", "tokens": []}""", "text")]
    [InlineData("""{"base": 0, "text": 1}""", "text")]
    [InlineData("""{"base": 0, "segments": {}}""", "segments")]
    [InlineData("""{"base": 0, "segments": ["a"]}""", "segments.0")]
    [InlineData("""{"base": 0, "segments": [{"speaker": "1"}]}""", "segments.0.text")]
    [InlineData("""{"base": 0, "segments": [{"text": "a", "speaker": "Anna"}]}""", "segments.0.speaker")]
    [InlineData("""{"base": 0, "speaker_names": {"1": ""}}""", "speaker_names.1")]
    [InlineData("""{"base": 0, "speaker_names": {"1": "a\nb"}}""", "speaker_names.1")]
    [InlineData("""{"base": 0, "speaker_names": {"Anna": "Anna"}}""", "speaker_names")]
    [InlineData("""{"base": 0, "tokens": [{"text": "a"}]}""", "tokens.0.start_ms")]
    [InlineData("""{"base": 0, "tokens": [{"text": "a", "start_ms": -1, "end_ms": 5}]}""", "tokens.0.start_ms")]
    [InlineData("""{"base": 0, "tokens": [{"text": "a", "start_ms": 6, "end_ms": 5}]}""", "tokens.0.end_ms")]
    [InlineData(
        """{"base": 0, "tokens": [{"text": "a", "start_ms": 90000, "end_ms": 90000}, {"text": "b", "start_ms": 1, "end_ms": 2}]}""",
        "tokens.1.start_ms")]
    [InlineData("""{"base": 0, "tokens": [{"text": "a", "start_ms": 1, "end_ms": 5, "confidence": 2}]}""", "tokens.0.confidence")]
    [InlineData("""{"base": 0, "tokens": [{"text": "a\n", "start_ms": 1, "end_ms": 5}]}""", "tokens.0.text")]
    [InlineData(
        """{"base": 0, "tokens": [{"text": "a", "start_ms": 1, "end_ms": 5, "translation_status": "x"}]}""",
        "tokens.0.translation_status")]
    public async Task A_wrong_correction_is_refused_with_what_is_wrong(string body, string location)
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "hello");
        using var response = await server.PostAsync(Address(id), body);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Contains(
            $"body.payload.{location}", error.GetProperty("validation_errors").EnumerateArray().Select(e => e.String("location")));
        Assert.Equal(0, (await server.GetAsync($"/v1/transcriptions/{id}")).GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task The_tokens_of_five_hours_with_translation_are_saved_and_what_is_larger_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, "hello");
        var tokens = Enumerable.Range(0, 62_000).Select(i => new
        {
            text = $" something{i % 7}",
            start_ms = i * 290,
            end_ms = i * 290 + 280,
            confidence = 0.987,
            speaker = "1",
            language = "en",
            translation_status = "original",
        });
        var both = tokens.SelectMany(token => new object[]
        {
            token,
            new { token.text, confidence = 0.9, language = "pt", source_language = "en", translation_status = "translation" },
        });
        var body = JsonSerializer.Serialize(new { @base = 0, tokens = both });
        await SaveAsync(server, id, body);
        Assert.Equal(124_000, (await TranscriptAsync(server, id, "latest")).GetProperty("tokens").GetArrayLength());

        using var larger = await server.PostAsync(Address(id), $$"""{"base": 1, "text": "{{new string('a', 33 << 20)}}"}""");
        Assert.InRange((int)larger.StatusCode, 400, 413);
        Assert.Equal([1], Numbers(await server.GetAsync(Address(id))));
    }

    [Fact]
    public async Task Revisions_outlive_a_restart_and_go_with_their_transcription()
    {
        var former = await TestServer.StartAsync();
        var id = await CompletedAsync(former, "hello");
        await SaveAsync(former, id, """{"base": 0, "text": "confidential"}""");
        await using var server = await TestServer.StartAsync(data: await former.StopAndKeepDataAsync());
        Assert.Equal("confidential", (await TranscriptAsync(server, id, "latest")).String("text"));
        using var deleted = await server.Client.DeleteAsync($"/v1/transcriptions/{id}", Cancellation);
        await using var database = DataFolder.Connect(Path.Combine(server.DataDirectory, "hansard.db"));
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM revisions) + (SELECT count(*) FROM passages)";
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task New_words_are_looked_for_in_the_recording_as_long_as_it_is_stored()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("aligned words"));
        await SaveAsync(server, job.String("id"), """{"base": 0, "text": "aligned worlds"}""");
        Assert.Equal([0, 1100], Starts(await TranscriptAsync(server, job.String("id"), "1")));
        using var deleted = await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}", Cancellation);
        await SaveAsync(server, job.String("id"), """{"base": 1, "text": "aligned words"}""");
        Assert.Equal([0, 1100], Starts(await TranscriptAsync(server, job.String("id"), "2")));
    }

    [Fact, Requires("ffmpeg")]
    public async Task Words_typed_into_a_real_recording_are_put_where_they_are_said()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var file = await server.UploadAsync(
            await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_jfk.flac"), Cancellation), "jfk.flac");
        var job = await server.CreateAsync(file.String("id"), more: new { language_hints = new[] { "en" } });
        var id = (await server.EndAsync(job)).String("id");
        var original = await TranscriptAsync(server, id, "0");
        var tokens = original.GetProperty("tokens").EnumerateArray().ToList();
        var error = double.MaxValue;

        // A busy machine may have no time for it, and saves the correction all the same.
        for (var number = 0; error > 100 && number < 20; number += 2)
        {
            await SaveAsync(server, id, JsonSerializer.Serialize(new { @base = number, tokens = tokens.TakeLast(1) }));
            await SaveAsync(server, id, JsonSerializer.Serialize(new { @base = number + 1, text = original.String("text") }));
            var corrected = await TranscriptAsync(server, id, "latest");
            Assert.Equal(original.String("text"), corrected.String("text"));
            error = Starts(original).Zip(Starts(corrected), (a, b) => Math.Abs(a - b)).Average();
            TestContext.Current.SendDiagnosticMessage($"Mean error {error:0} ms");
        }
        Assert.InRange(error, 0, 100);
    }

    [Theory]
    [InlineData("broken words")]
    [InlineData("endless words")]
    public async Task A_recording_in_which_nothing_is_found_costs_no_correction(string text)
    {
        await using var server = await TestServer.StartAsync();
        var id = await CompletedAsync(server, text);
        await SaveAsync(server, id, """{"base": 0, "text": "other words"}""");
        Assert.Equal([0, 100], Starts(await TranscriptAsync(server, id, "1")));
    }

    [Fact]
    public async Task Without_keys_nobody_is_named()
    {
        await using var server = await TestServer.StartAsync(options => (options.NoAuth, options.ApiKey) = (true, null));
        var id = await CompletedAsync(server, "hello");
        Assert.Equal("", (await SaveAsync(server, id, """{"base": 0, "text": "hi"}""")).String("author"));
    }

    private static string Address(string id) => $"/v1/transcriptions/{id}/revisions";

    private static async Task<string> CompletedAsync(TestServer server, string text, object? more = null)
        => (await server.EndAsync(await server.TranscribeAsync(text, more: more))).String("id");

    private static async Task<JsonElement> SaveAsync(TestServer server, string id, string body)
    {
        using var response = await server.PostAsync(Address(id), body);
        return await Answer.OkAsync(response, 201);
    }

    private static Task<JsonElement> TranscriptAsync(TestServer server, string id, string revision)
        => server.GetAsync($"/v1/transcriptions/{id}/transcript?revision={revision}");

    private static double[] Confidences(JsonElement transcript)
        => [.. transcript.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("confidence").GetDouble())];

    private static IEnumerable<int> Numbers(JsonElement list)
        => list.GetProperty("revisions").EnumerateArray().Select(revision => revision.GetProperty("revision").GetInt32());

    private static IEnumerable<int> Starts(JsonElement transcript)
        => transcript.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("start_ms").GetInt32());
}
