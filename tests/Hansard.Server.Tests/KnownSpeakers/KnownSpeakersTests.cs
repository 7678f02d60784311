using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Hansard.Server.Tests.KnownSpeakers;

/// <summary>The calls under /v1/known-speakers, with a stand-in for the engine.</summary>
public sealed class KnownSpeakersTests
{
    [Fact]
    public async Task A_person_is_added_from_a_file_listed_read_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var person = await AddAsync(server, "  Anna Sousa ", "anna speaks");
        Assert.Equal("Anna Sousa", person.String("name"));
        Assert.Equal(["id", "name", "created_at", "samples"], person.EnumerateObject().Select(field => field.Name));
        var sample = Assert.Single(person.GetProperty("samples").EnumerateArray());
        Assert.Equal(["created_at", "speech_ms", "readable", "consent"], sample.EnumerateObject().Select(field => field.Name));
        Assert.Equal(11_000, sample.GetProperty("speech_ms").GetInt64());
        Assert.True(sample.GetProperty("readable").GetBoolean());

        var path = $"/v1/known-speakers/{person.String("id")}";
        Assert.Equal(person.ToString(), (await server.GetAsync(path)).ToString());
        Assert.Equal(person.ToString(), Assert.Single(await ListAsync(server)).ToString());
        using (var deleted = await server.Client.DeleteAsync(path)) Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using (var again = await server.Client.DeleteAsync(path)) await Answer.ErrorAsync(again, 404, "known_speaker_not_found");
        using (var gone = await server.Client.GetAsync(path)) await Answer.ErrorAsync(gone, 404, "known_speaker_not_found");
        Assert.Empty(await ListAsync(server));
        Assert.Equal(0, Count(server, "known_speaker_samples"));
    }

    [Fact]
    public async Task How_a_person_agreed_is_noted_with_each_sample_and_goes_with_the_person()
    {
        await using var server = await TestServer.StartAsync();
        await AddAsync(server, "Anna", "anna speaks");
        var file = (await server.UploadAsync("anna speaks again")).String("id");
        using var response = await server.Client.PostAsJsonAsync(
            "/v1/known-speakers", new { name = "Anna", file_id = file, consent = " In writing, 3 May " });
        var person = await Answer.OkAsync(response, 201);

        Assert.Equal(["", "In writing, 3 May"], person.GetProperty("samples").EnumerateArray().Select(sample => sample.String("consent")));
        Assert.Equal(person.ToString(), Assert.Single(await ListAsync(server)).ToString());
    }

    [Fact]
    public async Task A_name_that_there_is_already_gets_another_sample()
    {
        await using var server = await TestServer.StartAsync();
        var first = await AddAsync(server, "José", "jose speaks");
        var second = await AddAsync(server, " José ", "jose speaks again");
        Assert.Equal(first.String("id"), second.String("id"));
        Assert.Equal([11_000, 17_000], second.GetProperty("samples").EnumerateArray().Select(s => s.GetProperty("speech_ms").GetInt64()));
        Assert.Single(await ListAsync(server));
    }

    [Fact]
    public async Task People_are_listed_newest_first_in_pages()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in (string[])["Anna", "Bruno", "Clara"]) await AddAsync(server, name, "speech");
        var page = await server.GetAsync("/v1/known-speakers?limit=2");
        Assert.Equal(["Clara", "Bruno"], Names(page));
        var cursor = page.String("next_page_cursor");
        var last = await server.GetAsync($"/v1/known-speakers?limit=2&cursor={cursor}");
        Assert.Equal(["Anna"], Names(last));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next_page_cursor").ValueKind);
        using var foreign = await server.Client.GetAsync($"/v1/files?cursor={cursor}");
        await Answer.ErrorAsync(foreign, 400, "invalid_cursor");
    }

    [Fact]
    public async Task Another_project_sees_nobody_and_can_have_the_same_name()
    {
        await using var server = await TestServer.StartAsync();
        var person = await AddAsync(server, "Anna", "speech");
        using var other = await server.NewProjectAsync("other");
        Assert.Empty(Names(await server.GetAsync("/v1/known-speakers", other)));
        var path = $"/v1/known-speakers/{person.String("id")}";
        using (var read = await other.GetAsync(path)) await Answer.ErrorAsync(read, 404, "known_speaker_not_found");
        using (var deleted = await other.DeleteAsync(path)) await Answer.ErrorAsync(deleted, 404, "known_speaker_not_found");
        var file = await server.UploadAsync("speech");
        using (var stolen = await other.PostAsJsonAsync("/v1/known-speakers", new { name = "Anna", file_id = file.String("id") }))
            AssertFault(await Answer.ErrorAsync(stolen, 400, "invalid_request"), "body.payload.file_id");
        Assert.NotEqual(person.String("id"), (await AddAsync(server, "Anna", "speech", other)).String("id"));
        Assert.Single(await ListAsync(server));
    }

    [Fact]
    public async Task People_and_their_voices_go_with_their_project()
    {
        var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("other");
        await AddAsync(server, "Anna", "speech", other);
        await AddAsync(server, "Bruno", "speech");
        var data = await server.StopAndKeepDataAsync();
        DataFolder.Execute(
            Path.Combine(data, "hansard.db"),
            """
            PRAGMA foreign_keys = ON;
            DELETE FROM files WHERE project_id IN (SELECT id FROM projects WHERE name = 'other');
            DELETE FROM api_keys WHERE project_id IN (SELECT id FROM projects WHERE name = 'other');
            DELETE FROM projects WHERE name = 'other';
            """);
        await using var next = await TestServer.StartAsync(data: data);
        Assert.Equal((1, 1), (Count(next, "known_speakers"), Count(next, "known_speaker_samples")));
        Assert.Equal("Bruno", Assert.Single(await ListAsync(next)).String("name"));
    }

    [Theory]
    [InlineData("""{"file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": "", "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": " \u00a0 ", "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": 5, "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": "LONG129", "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": "An\u0007na", "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": "An\nna", "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": "An\u2028na", "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": "An\u202ena", "file_id": FILE}""", "body.payload.name")]
    [InlineData("""{"name": "Anna", "file_id": FILE, "consent": 5}""", "body.payload.consent")]
    [InlineData("""{"name": "Anna", "file_id": FILE, "consent": "a\nb"}""", "body.payload.consent")]
    [InlineData("""{"name": "Anna"}""", "body.payload.file_id")]
    [InlineData("""{"name": "Anna", "file_id": FILE, "transcription_id": JOB, "speaker": "1"}""", "body.payload.file_id")]
    [InlineData("""{"name": "Anna", "file_id": "nonsense"}""", "body.payload.file_id")]
    [InlineData("""{"name": "Anna", "file_id": "0193a5b8-0000-7000-8000-000000000000"}""", "body.payload.file_id")]
    [InlineData("""{"name": "Anna", "file_id": FILE, "from_ms": -1, "to_ms": "2"}""", "body.payload.from_ms", "body.payload.to_ms")]
    [InlineData("""{"name": "Anna", "file_id": FILE, "from_ms": 2000, "to_ms": 2000}""", "body.payload.to_ms")]
    [InlineData("""{"name": "Anna", "file_id": FILE, "to_ms": 0}""", "body.payload.to_ms")]
    [InlineData("""{"name": "Anna", "file_id": FILE, "speaker": "1"}""", "body.payload.speaker")]
    [InlineData("""{"name": "Anna", "transcription_id": JOB}""", "body.payload.speaker")]
    [InlineData("""{"name": "Anna", "transcription_id": JOB, "speaker": 1}""", "body.payload.speaker")]
    [InlineData("""{"name": "Anna", "transcription_id": JOB, "speaker": "2"}""", "body.payload.speaker")]
    [InlineData("""{"name": "Anna", "transcription_id": JOB, "speaker": "1", "from_ms": 0}""", "body.payload.from_ms")]
    [InlineData("""{"name": "Anna", "transcription_id": "x", "speaker": "1"}""", "body.payload.transcription_id")]
    [InlineData(
        """{"name": "Anna", "transcription_id": "0193a5b8-0000-7000-8000-000000000000", "speaker": "1"}""",
        "body.payload.transcription_id")]
    public async Task A_wrong_field_is_named(string json, params string[] locations)
    {
        await using var server = await TestServer.StartAsync();
        var file = (await server.UploadAsync("speech")).String("id");
        var job = await server.EndAsync(await server.CreateAsync(file, more: new { identify_speakers = true }));
        var body = json.Replace("FILE", $"\"{file}\"", StringComparison.Ordinal)
            .Replace("JOB", $"\"{job.String("id")}\"", StringComparison.Ordinal)
            .Replace("LONG129", new string('x', 129), StringComparison.Ordinal);
        using var response = await server.PostAsync("/v1/known-speakers", body);
        AssertFault(await Answer.ErrorAsync(response, 400, "invalid_request"), locations);
        Assert.Empty(await ListAsync(server));
    }

    [Theory]
    [InlineData("silent", "too little speech")]
    [InlineData("crowd", "more than one speaker")]
    [InlineData("invalid", "not a recording")]
    public async Task What_no_voice_can_be_found_in_is_an_invalid_request_that_says_why(string recording, string reason)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync(recording);
        using var response = await server.Client.PostAsJsonAsync("/v1/known-speakers", new { name = "Anna", file_id = file.String("id") });
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        AssertFault(error, "body.payload.file_id");
        Assert.Contains(reason, error.String("message"), StringComparison.Ordinal);
        Assert.Empty(await ListAsync(server));
    }

    [Fact]
    public async Task The_limits_of_a_project_are_errors_that_name_them()
    {
        await using var server = await TestServer.StartAsync(options =>
            (options.Limits.KnownSpeakers, options.Limits.KnownSpeakerSamples) = (2, 2));
        await AddAsync(server, "Anna", "speech");
        await AddAsync(server, "Bruno", "speech");
        var started = server.Transcriber.Started.Count;
        var file = (await server.UploadAsync("speech")).String("id");
        using (var third = await server.Client.PostAsJsonAsync("/v1/known-speakers", new { name = "Clara", file_id = file }))
        {
            var error = await Answer.ErrorAsync(third, 429, "limit_exceeded");
            Assert.Contains("limit is 2", error.String("message"), StringComparison.Ordinal);
            Assert.True(third.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        await AddAsync(server, "Anna", "more speech");
        using (var sample = await server.Client.PostAsJsonAsync("/v1/known-speakers", new { name = "Anna", file_id = file }))
            await Answer.ErrorAsync(sample, 429, "limit_exceeded");

        // Refused before anything was computed.
        Assert.Equal(started + 1, server.Transcriber.Started.Count);
    }

    [Fact]
    public async Task A_speaker_of_a_transcription_that_kept_the_voices_is_added_without_its_recording()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("anna speaks", more: new { identify_speakers = true }));
        Assert.True(job.GetProperty("enable_speaker_diarization").GetBoolean());
        Assert.Equal("""[{"speaker":"1"}]""", job.GetProperty("speakers").ToString());
        using (await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}")) { }
        var person = await Answer.OkAsync(await PostAsync(server, job, "1"), 201);
        Assert.Equal(11_000, person.GetProperty("samples")[0].GetProperty("speech_ms").GetInt64());
    }

    [Fact]
    public async Task A_speaker_of_a_transcription_that_kept_none_is_added_from_its_stored_file()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("anna speaks", more: new { enable_speaker_diarization = true }));
        Assert.Equal(0, Count(server, "transcript_voices"));
        await Answer.OkAsync(await PostAsync(server, job, "1"), 201);
        using (await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}")) { }
        var error = await Answer.ErrorAsync(await PostAsync(server, job, "1"), 400, "invalid_request");
        AssertFault(error, "body.payload.transcription_id");
        Assert.Contains("'identify_speakers'", error.String("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_transcription_that_tells_no_speakers_or_has_not_ended_nobody_is_added()
    {
        await using var server = await TestServer.StartAsync();
        var plain = await server.EndAsync(await server.TranscribeAsync("anna speaks"));
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("speakers").ValueKind);
        var error = await Answer.ErrorAsync(await PostAsync(server, plain, "1"), 400, "invalid_request");
        Assert.Contains("'enable_speaker_diarization'", error.String("message"), StringComparison.Ordinal);
        var running = await server.WaitAsync(await server.TranscribeAsync("wait", more: new { identify_speakers = true }), "processing");
        Assert.Equal(JsonValueKind.Null, running.GetProperty("speakers").ValueKind);
        await Answer.ErrorAsync(await PostAsync(server, running, "1"), 409, "transcription_invalid_state");
    }

    [Fact]
    public async Task The_voices_of_a_transcription_go_with_it()
    {
        await using var server = await TestServer.StartAsync();
        var first = await server.EndAsync(await server.TranscribeAsync("anna speaks", more: new { identify_speakers = true }));
        await server.EndAsync(await server.TranscribeAsync("bruno speaks", more: new { identify_speakers = true }));
        Assert.Equal(2, Count(server, "transcript_voices"));
        using (await server.Client.DeleteAsync($"/v1/transcriptions/{first.String("id")}")) { }
        Assert.Equal(1, Count(server, "transcript_voices"));

        // As the retention of transcriptions does.
        var store = server.Host.Services.GetRequiredService<ITranscriptionStore>();
        await store.DeleteEndedBeforeAsync(long.MaxValue, 10, TestContext.Current.CancellationToken);
        Assert.Equal(0, Count(server, "transcript_voices"));
    }

    [Fact]
    public async Task A_voice_that_takes_too_long_is_told_to_come_again_and_the_next_waits_for_a_place()
    {
        await using var server = await TestServer.StartAsync();
        var clock = new FakeTimeProvider();
        var services = server.Host.Services;
        using var finder = new VoiceFinder(
            server.Transcriber, services.GetRequiredService<IHostApplicationLifetime>(), clock, NullLogger<VoiceFinder>.Instance);
        using var folder = new DataFolder();
        List<Task> running =
        [
            .. Enumerable.Range(0, 3).Select(i => finder.FindAsync(
                new LocalRecording(folder.Write("stuck", $"{i}.wav")), new(), TestContext.Current.CancellationToken)),
        ];
        for (var i = 0; server.Transcriber.Started.Count < 2 && i < 3000; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        clock.Advance(VoiceFinder.LongestWait);
        foreach (var task in running)
        {
            var exception = await Assert.ThrowsAsync<ApiException>(() => task.WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal((503, 10), (exception.StatusCode, exception.RetryAfterSeconds));
        }

        // The two that do not stop keep their places.
        Assert.Equal(2, server.Transcriber.Started.Count);
    }

    [Fact]
    public async Task No_log_has_the_name_of_a_person()
    {
        using var log = new LogLines();
        await using var server = await TestServer.StartAsync(
            options => options.Log.Level = Microsoft.Extensions.Logging.LogLevel.Trace,
            replace: services => services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log));
        var person = await AddAsync(server, "Hush Name", "speech");
        var job = await server.EndAsync(await server.TranscribeAsync("speech", more: new { identify_speakers = true }));
        await Answer.OkAsync(await PostAsync(server, job, "1", "Hush Name"), 201);
        using (await PostAsync(server, job, "7", "Hush Name")) { }
        var data = Path.Combine(server.DataDirectory, "protection-keys");
        Directory.Delete(data, recursive: true);
        await server.GetAsync($"/v1/known-speakers/{person.String("id")}");
        using (await server.Client.DeleteAsync($"/v1/known-speakers/{person.String("id")}")) { }
        await log.WaitAsync(person.String("id"));
        Assert.DoesNotContain(log.All, line => line.Contains("hush", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<JsonElement> AddAsync(TestServer server, string name, string recording, HttpClient? client = null)
    {
        var file = await server.UploadAsync(recording, client: client);
        using var response = await (client ?? server.Client).PostAsJsonAsync(
            "/v1/known-speakers", new { name, file_id = file.String("id") });
        return await Answer.OkAsync(response, 201);
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, JsonElement job, string speaker, string name = "Anna")
        => server.Client.PostAsJsonAsync("/v1/known-speakers", new { name, transcription_id = job.String("id"), speaker });

    private static async Task<List<JsonElement>> ListAsync(TestServer server)
        => [.. (await server.GetAsync("/v1/known-speakers")).GetProperty("known_speakers").EnumerateArray()];

    private static IEnumerable<string> Names(JsonElement page)
        => page.GetProperty("known_speakers").EnumerateArray().Select(person => person.String("name"));

    private static long Count(TestServer server, string table)
    {
        using var connection = DataFolder.Connect(Path.Combine(server.DataDirectory, "hansard.db"));
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private static void AssertFault(JsonElement error, params string[] locations)
        => Assert.Equal(locations, error.GetProperty("validation_errors").EnumerateArray().Select(e => e.String("location")));
}
