using System.Net;
using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Transcriptions;

public sealed class TranscriptionsTests
{
    private const string Hidden = "******************";

    [Fact]
    public async Task A_new_transcription_is_queued_and_carries_every_field()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello", "talk.mp3");
        using var response = await server.PostAsync(
            "/v1/transcriptions", $$"""{"model": "stt-async-v3", "file_id": "{{file.String("id")}}", "audio_url": null, "unknown": [1]}""");
        var transcription = await Answer.OkAsync(response, 201);
        Assert.Equal(
            [
                "id", "status", "created_at", "model", "audio_url", "file_id", "filename", "language_hints", "enable_speaker_diarization",
                "enable_language_identification", "audio_duration_ms", "error_type", "error_message", "webhook_url",
                "webhook_auth_header_name",
                "webhook_auth_header_value", "webhook_status_code", "client_reference_id", "context", "audio_start_ms",
                "audio_end_ms", "priority", "queue_position", "expected_start", "transcribed_ms", "stage", "speakers",
                "tracks", "tags", "notes", "version", "revision", "warnings",
            ],
            transcription.EnumerateObject().Select(p => p.Name));
        Assert.Equal("queued", transcription.String("status"));
        Assert.Equal("stt-async-v3", transcription.String("model"));
        Assert.Equal("talk.mp3", transcription.String("filename"));
        Assert.Equal(file.String("id"), transcription.String("file_id"));
        Assert.False(transcription.GetProperty("enable_speaker_diarization").GetBoolean());
        Assert.Equal(JsonValueKind.Null, transcription.GetProperty("audio_duration_ms").ValueKind);
        Assert.Equal(JsonValueKind.Null, transcription.GetProperty("transcribed_ms").ValueKind);
        Assert.Equal(JsonValueKind.Null, transcription.GetProperty("speakers").ValueKind);
        Assert.Equal(JsonValueKind.Null, transcription.GetProperty("warnings").ValueKind);
    }

    [Fact]
    public async Task A_completed_transcription_has_a_transcript()
    {
        await using var server = await TestServer.StartAsync();
        var transcription = await server.EndAsync(await server.TranscribeAsync("hello my world"));
        Assert.Equal("completed", transcription.String("status"));
        Assert.Equal(2000, transcription.GetProperty("audio_duration_ms").GetInt64());
        Assert.Equal(2000, transcription.GetProperty("transcribed_ms").GetInt64());
        var transcript = await server.GetAsync($"/v1/transcriptions/{transcription.String("id")}/transcript");
        Assert.Equal(["id", "text", "tokens"], transcript.EnumerateObject().Select(p => p.Name));
        Assert.Equal(transcription.String("id"), transcript.String("id"));
        Assert.Equal("hello my world", transcript.String("text"));
        Assert.Equal("hello my world", string.Concat(transcript.GetProperty("tokens").EnumerateArray().Select(t => t.String("text"))));
        Assert.Equal(
            ["text", "start_ms", "end_ms", "confidence"], transcript.GetProperty("tokens")[0].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task A_body_with_a_byte_order_mark_is_read()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        var body = $$"""{{'\uFEFF'}}{"model": "stt-async-v5", "file_id": "{{file.String("id")}}"}""";
        using var response = await server.PostAsync("/v1/transcriptions", body);
        await Answer.OkAsync(response, 201);
    }

    [Theory]
    [InlineData("""{}""", "body.payload.model", "body.payload.file_id")]
    [InlineData("""{"model": "stt-async-v5"}""", "body.payload.file_id")]
    [InlineData("""{"model": "stt-async-v5", "file_id": null, "audio_url": null}""", "body.payload.file_id")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_url": "https://example.com/a.mp3"}""", "body.payload.file_id")]
    [InlineData("""{"model": "stt-async-v5", "file_id": "0198c5a8-0000-7000-8000-000000000000"}""", "body.payload.file_id")]
    [InlineData("""{"model": "stt-async-v5", "file_id": "nonsense"}""", "body.payload.file_id")]
    [InlineData("""{"model": "stt-async-v5", "file_id": 7}""", "body.payload.file_id")]
    [InlineData("""{"model": "unknown", "file_id": FILE}""", "body.payload.model")]
    [InlineData("""{"model": "123456789012345678901234567890123", "file_id": FILE}""", "body.payload.model")]
    [InlineData("""{"model": 5, "file_id": FILE}""", "body.payload.model")]
    [InlineData("""{"model": "stt-async-v5", "audio_url": "ftp://example.com/a.mp3"}""", "body.payload.audio_url")]
    [InlineData("""{"model": "stt-async-v5", "audio_url": "example.com/a.mp3"}""", "body.payload.audio_url")]
    [InlineData("""{"model": "stt-async-v5", "audio_url": "https://"}""", "body.payload.audio_url")]
    [InlineData("""{"model": "stt-async-v5", "audio_url": "https://example.com/LONG4096"}""", "body.payload.audio_url")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "language_hints": "en"}""", "body.payload.language_hints")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["xx", "en", 5, "en-US", "abcdefghijk", null]}""",
        "body.payload.language_hints.0", "body.payload.language_hints.2", "body.payload.language_hints.3",
        "body.payload.language_hints.4", "body.payload.language_hints.5")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "language_hints": HINTS101}""", "body.payload.language_hints")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["ab"], "language_hints_strict": true}""",
        "body.payload.language_hints")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["zh-Hant", "ab"], "language_hints_strict": true}""",
        "body.payload.language_hints")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["zh-US", "zh-", "", "pt-BR"]}""",
        "body.payload.language_hints.0", "body.payload.language_hints.1", "body.payload.language_hints.2",
        "body.payload.language_hints.3")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "enable_speaker_diarization": "yes"}""",
        "body.payload.enable_speaker_diarization")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "num_speakers": 0}""", "body.payload.num_speakers")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "num_speakers": 21}""", "body.payload.num_speakers")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "num_speakers": 2.5}""", "body.payload.num_speakers")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "num_speakers": "2"}""", "body.payload.num_speakers")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_track": 0}""", "body.payload.audio_track")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_start_ms": -1}""", "body.payload.audio_start_ms")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_start_ms": 5, "audio_end_ms": 5}""", "body.payload.audio_end_ms")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_end_ms": 0}""", "body.payload.audio_end_ms")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_track": 1.5}""", "body.payload.audio_track")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_track": "second"}""", "body.payload.audio_track")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "audio_track": ["1"]}""", "body.payload.audio_track")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "min_speakers": 0, "max_speakers": 21}""",
        "body.payload.min_speakers", "body.payload.max_speakers")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "num_speakers": 2, "min_speakers": 1, "max_speakers": 3}""",
        "body.payload.min_speakers", "body.payload.max_speakers")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "min_speakers": 4, "max_speakers": 3}""", "body.payload.min_speakers")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "enable_language_identification": 1, "language_hints_strict": 0}""",
        "body.payload.language_hints_strict", "body.payload.enable_language_identification")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "context": 5}""", "body.payload.context")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "context": "LONG10000"}""", "body.payload.context")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "context": {"text": "x", "terms": ["LONG10000"]}}""", "body.payload.context")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "context": {"terms": "a", "general": ["b"], "text": []}}""",
        "body.payload.context.terms", "body.payload.context.general.0", "body.payload.context.text")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "context": {"general": [{"key": "a"}], "translation_terms": [{"source": "a","""
        + """ "target": 1}]}}""",
        "body.payload.context.general.0.value", "body.payload.context.translation_terms.0.target")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "translation": "pt"}""", "body.payload.translation")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "translation": {}}""", "body.payload.translation.type")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "three_way"}}""", "body.payload.translation.type")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "one_way"}}""",
        "body.payload.translation.target_language")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "one_way", "target_language": "xx"}}""",
        "body.payload.translation.target_language")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "one_way", "target_language": "zu"}}""",
        "body.payload.translation.target_language")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["de", "haw"], "language_hints_strict": true, "translation":"""
        + """ {"type": "one_way", "target_language": "pt"}}""",
        "body.payload.translation.target_language")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "two_way", "language_a": "en"}}""",
        "body.payload.translation.language_b")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "two_way", "language_a": "en", "language_b": "en"}}""",
        "body.payload.translation.language_b")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "two_way", "language_a": "en", "language_b": "zu"}}""",
        "body.payload.translation.language_b")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "webhook_url": "gopher://example.com"}""", "body.payload.webhook_url")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "webhook_url": "https://example.com/LONG256"}""", "body.payload.webhook_url")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "webhook_auth_header_name": "X-Key"}""",
        "body.payload.webhook_auth_header_value")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "webhook_auth_header_value": "secret"}""",
        "body.payload.webhook_auth_header_name")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "webhook_auth_header_name": "X Key", "webhook_auth_header_value": "a\r\nb: c"}""",
        "body.payload.webhook_auth_header_name", "body.payload.webhook_auth_header_value")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "webhook_auth_header_name": "LONG256", "webhook_auth_header_value": "LONG256"}""",
        "body.payload.webhook_auth_header_name", "body.payload.webhook_auth_header_value")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "client_reference_id": "LONG256"}""", "body.payload.client_reference_id")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "client_reference_id": "\ud800"}""", "body.payload.client_reference_id")]
    public async Task What_breaks_a_rule_is_named_by_its_place(string body, params string[] locations)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync("/v1/transcriptions", Fill(body, file));
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(locations.Order(), error.GetProperty("validation_errors").EnumerateArray().Select(e => e.String("location")).Order());
        foreach (var fault in error.GetProperty("validation_errors").EnumerateArray())
        {
            Assert.Equal(["error_type", "location", "message"], fault.EnumerateObject().Select(p => p.Name));
            Assert.Contains(fault.String("message"), error.String("message"));
        }

        Assert.Equal(0, (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Hinted_languages_that_the_model_lacks_are_ignored_and_said_to_be()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.TranscribeAsync("hello", more: new { language_hints = new[] { "en", "ab", "haw", "zu", "zh-Hant" } });
        const string Expected = """["The model does not recognise ab, zu, zh-Hant, so these language hints were ignored."]""";
        Assert.Equal(Expected, job.GetProperty("warnings").ToString());
        Assert.Equal(Expected, (await server.EndAsync(job)).GetProperty("warnings").ToString());
        Assert.Equal(
            Expected, (await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions")[0].GetProperty("warnings").ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("\"plain\"")]
    [InlineData("""{"general":[],"text":"","terms":[" ",""],"translation_terms":[]}""")]
    [InlineData("""{"general":[{"key":"topic","value":"a"}],"text":"b","terms":["c"],"translation_terms":[{"source":"d","target":"e"}]}""")]
    public async Task A_context_is_echoed_in_the_form_sent(string context)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync(
            "/v1/transcriptions", $$"""{"model": "stt-async-v5", "file_id": "{{file.String("id")}}", "context": {{context}}}""");
        var job = await Answer.OkAsync(response, 201);
        Assert.Equal(context, job.GetProperty("context").GetRawText());
        Assert.Equal(context, (await server.EndAsync(job)).GetProperty("context").GetRawText());
    }

    [Fact]
    public async Task An_empty_list_of_hints_equals_none()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.TranscribeAsync("hello", more: new { language_hints = Array.Empty<string>() });
        Assert.Equal(JsonValueKind.Null, job.GetProperty("language_hints").ValueKind);
    }

    [Theory]
    [InlineData("webhook_url")]
    [InlineData("client_reference_id")]
    [InlineData("webhook_auth_header_value")]
    [InlineData("webhook_auth_header_name")]
    public async Task A_text_of_256_characters_is_accepted_and_echoed_and_one_of_257_is_not(string field)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        foreach (var length in (int[])[256, 257])
        {
            var text = field == "webhook_url" ? "https://example.com/?a=b&c=".PadRight(length, 'x') : new string('x', length);
            var body = new Dictionary<string, string> { ["model"] = "stt-async-v5", ["file_id"] = file.String("id"), [field] = text };
            if (field.Contains("header", StringComparison.Ordinal))
                body.TryAdd(
                    field.EndsWith("name", StringComparison.Ordinal) ? "webhook_auth_header_value" : "webhook_auth_header_name", "x");
            using var response = await server.PostAsync("/v1/transcriptions?unknown=1", JsonSerializer.Serialize(body));
            if (length == 257)
                Assert.Equal(
                    $"body.payload.{field}",
                    (await Answer.ErrorAsync(response, 400, "invalid_request")).GetProperty("validation_errors")[0].String("location"));
            else if (field.EndsWith("value", StringComparison.Ordinal))
                Assert.Equal(Hidden, (await Answer.OkAsync(response, 201)).String(field));
            else Assert.Equal(text, (await Answer.OkAsync(response, 201)).String(field));
        }
    }

    [Theory]
    [InlineData("""{"model": "whisper-base", "file_id": FILE, "language_hints": []}""")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["zh-TW", "zh-CN", "zh-Hant", "zh-Hans", "zh-hant"]}""")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["zh-HK", "zh-MO", "zh-SG", "zh_Hant_TW", "yue-Hant"]}""")]
    [InlineData("""{"model": "stt-async-v4", "file_id": FILE, "language_hints": ["en", "pt", "haw", "yue", "jw", "cmn", "EN"]}""")]
    [InlineData("""{"model": "stt-async-preview", "file_id": FILE, "language_hints": ["ab", "en"], "language_hints_strict": true}""")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "context": {}}""")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "context": {"general": [], "terms": ["", " "], "text": "", "translation_terms":"""
        + """ null, "later": 1}}""")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "context": ""}""")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "context": "plain text"}""")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "one_way", "target_language": "pt", "language_a":"""
        + """ null}}""")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "translation": {"type": "two_way", "language_a": "pt", "language_b": "en"}}""")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["de", "haw"], "translation": {"type": "one_way","""
        + """ "target_language": "pt"}}""")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["de", "eng"], "language_hints_strict": true, "translation":"""
        + """ {"type": "one_way", "target_language": "pt"}}""")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "language_hints": ["pt"], "language_hints_strict": true, "translation": {"type":"""
        + """ "one_way", "target_language": "pt"}}""")]
    [InlineData("""{"model": "stt-async-v5", "audio_url": "https://example.com/a.mp3?token=b"}""")]
    [InlineData(
        """{"model": "stt-async-v5", "file_id": FILE, "webhook_url": "http://example.com/hook?a=b", "webhook_auth_header_name":"""
        + """ "Authorization", "webhook_auth_header_value": "Bearer x"}""")]
    [InlineData("""{"model": "stt-async-v5", "file_id": FILE, "client_reference_id": "REFERENCE256"}""")]
    public async Task What_the_rules_allow_is_accepted(string body)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync("/v1/transcriptions", Fill(body, file));
        await Answer.OkAsync(response, 201);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("two_way")]
    public async Task What_the_vendors_programs_send_is_accepted_and_echoed(string name)
    {
        Assert.SkipUnless(Fixtures.HasShared, "There is no folder 'shared' beside the repository.");
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        var body = Fixtures.Json(Fixtures.SharedPathOf("api", "vendor_requests.json")).GetProperty(name).ToString()
            .Replace("FILE_ID", file.String("id"), StringComparison.Ordinal)
            .Replace("\"es\"\n", "\"pt\"\n", StringComparison.Ordinal);
        using var response = await server.PostAsync("/v1/transcriptions", body);
        var transcription = await Answer.OkAsync(response, 201);
        Assert.Equal("MyReferenceId", transcription.String("client_reference_id"));
        Assert.Equal("Celebrex", transcription.GetProperty("context").GetProperty("terms")[0].GetString());
    }

    [Fact]
    public async Task Secrets_are_masked_and_the_rest_is_echoed_as_sent()
    {
        await using var server = await TestServer.StartAsync();
        var transcription = await server.TranscribeAsync("hello", more: new
        {
            language_hints = new[] { "en", "pt" },
            enable_speaker_diarization = true,
            enable_language_identification = true,
            context = "about 日本",
            webhook_url = "https://example.com/hook?a=b&c",
            webhook_auth_header_name = "X-Key",
            webhook_auth_header_value = "secret",
            client_reference_id = "mine",
        });
        Assert.Equal("""["en","pt"]""", transcription.GetProperty("language_hints").ToString());
        Assert.True(transcription.GetProperty("enable_speaker_diarization").GetBoolean());
        Assert.Equal("about 日本", transcription.String("context"));
        Assert.Equal("https://example.com/hook?a=b&c", transcription.String("webhook_url"));
        Assert.Equal("X-Key", transcription.String("webhook_auth_header_name"));
        Assert.Equal(Hidden, transcription.String("webhook_auth_header_value"));
        Assert.Equal("mine", transcription.String("client_reference_id"));
        Assert.DoesNotContain("secret", (await server.GetAsync("/v1/transcriptions")).ToString());
    }

    [Theory]
    [InlineData("https://example.com/talks/one%20two.mp3?x=/y", "one two.mp3")]
    [InlineData("https://example.com/talks/", "talks")]
    [InlineData("https://example.com", "example.com")]
    public async Task A_transcription_of_a_url_is_called_by_its_last_segment_or_host(string url, string filename)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync(
            "/v1/transcriptions", JsonSerializer.Serialize(new { model = "stt-async-v5", audio_url = url }));
        var transcription = await Answer.OkAsync(response, 201);
        Assert.Equal(filename, transcription.String("filename"));
        Assert.Equal(url, transcription.String("audio_url"));
    }

    [Fact]
    public async Task A_transcript_is_asked_for_too_early_or_of_a_failed_job_in_vain()
    {
        await using var server = await TestServer.StartAsync();
        var running = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        using (var early = await server.Client.GetAsync($"/v1/transcriptions/{running.String("id")}/transcript"))
            await Answer.ErrorAsync(early, 409, "transcription_invalid_state");
        var queued = await server.TranscribeAsync("invalid");
        using (var queuedToo = await server.Client.GetAsync($"/v1/transcriptions/{queued.String("id")}/transcript"))
            await Answer.ErrorAsync(queuedToo, 409, "transcription_invalid_state");
        server.Transcriber.Release();
        await server.EndAsync(queued);
        using var failed = await server.Client.GetAsync($"/v1/transcriptions/{queued.String("id")}/transcript");
        Assert.Contains("This is not a recording", (await Answer.ErrorAsync(failed, 409, "transcription_invalid_state")).String("message"));
    }

    [Fact]
    public async Task Only_a_job_that_is_being_processed_cannot_be_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var running = await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var queued = await server.TranscribeAsync("never started");
        using (var conflict = await server.Client.DeleteAsync($"/v1/transcriptions/{running.String("id")}"))
            await Answer.ErrorAsync(conflict, 409, "transcription_invalid_state");
        using (var cancelled = await server.Client.DeleteAsync($"/v1/transcriptions/{queued.String("id")}"))
            Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);

        server.Transcriber.Release();
        var completed = await server.EndAsync(running);
        using (var deleted = await server.Client.DeleteAsync($"/v1/transcriptions/{completed.String("id")}"))
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using (var gone = await server.Client.GetAsync($"/v1/transcriptions/{completed.String("id")}/transcript"))
            await Answer.ErrorAsync(gone, 404, "transcription_not_found");
        Assert.Equal(["wait"], server.Transcriber.Started);
        Assert.Equal(2, (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Another_projects_transcriptions_do_not_exist()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("other");
        var mine = await server.EndAsync(await server.TranscribeAsync("hello"));
        foreach (var path in (string[])["", "/transcript"])
        {
            using var get = await other.GetAsync($"/v1/transcriptions/{mine.String("id")}{path}");
            await Answer.ErrorAsync(get, 404, "transcription_not_found");
        }

        using (var delete = await other.DeleteAsync($"/v1/transcriptions/{mine.String("id")}"))
            await Answer.ErrorAsync(delete, 404, "transcription_not_found");
        Assert.Empty((await server.GetAsync("/v1/transcriptions", other)).GetProperty("transcriptions").EnumerateArray());
    }

    [Fact]
    public async Task Pages_go_from_new_to_old_and_stay_good_while_rows_go()
    {
        await using var server = await TestServer.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, (await server.EndAsync(await server.TranscribeAsync($"job {i}"))).String("id"));
        var first = await server.GetAsync("/v1/transcriptions?limit=2&cursor=");
        Assert.Equal(ids[..2], Ids(first));
        foreach (var id in ids[..3]) (await server.Client.DeleteAsync($"/v1/transcriptions/{id}")).Dispose();
        var second = await server.GetAsync($"/v1/transcriptions?limit=2&cursor={first.String("next_page_cursor")}");
        Assert.Equal(ids[3..], Ids(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_page_cursor").ValueKind);
        Assert.Equal("""{"total":2,"public_api":2,"playground":0}""", (await server.GetAsync("/v1/transcriptions/count")).ToString());

        static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("transcriptions").EnumerateArray().Select(t => t.String("id"));
    }

    [Fact]
    public async Task The_limits_of_pending_and_of_all_transcriptions_are_named()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Limits.PendingTranscriptions, options.Limits.TotalTranscriptions) = (2, 3));
        var file = await server.UploadAsync("wait");
        var first = await server.CreateAsync(file.String("id"));
        var second = await server.CreateAsync(file.String("id"));
        var body = $$"""{"model": "stt-async-v5", "file_id": "{{file.String("id")}}"}""";
        using (var third = await server.PostAsync("/v1/transcriptions", body))
        {
            Assert.Contains("2 pending", (await Answer.ErrorAsync(third, 429, "limit_exceeded")).String("message"));
            Assert.NotNull(third.Headers.RetryAfter);
        }

        server.Transcriber.Release();
        await server.EndAsync(first);
        await server.EndAsync(second);
        await server.EndAsync(await server.CreateAsync(file.String("id")));
        using var fourth = await server.PostAsync("/v1/transcriptions", body);
        Assert.Contains("3 transcriptions", (await Answer.ErrorAsync(fourth, 429, "limit_exceeded")).String("message"));
    }

    private static string Fill(string body, JsonElement file) => body
        .Replace("FILE", $"\"{file.String("id")}\"", StringComparison.Ordinal)
        .Replace("LONG4096", new string('x', 4096), StringComparison.Ordinal)
        .Replace("LONG10000", new string('x', 10_001), StringComparison.Ordinal)
        .Replace("REFERENCE256", string.Concat(Enumerable.Repeat("😀", 256)), StringComparison.Ordinal)
        .Replace("LONG256", new string('x', 257), StringComparison.Ordinal)
        .Replace("HINTS101", "[" + string.Join(',', Enumerable.Repeat("\"en\"", 101)) + "]", StringComparison.Ordinal);
}
