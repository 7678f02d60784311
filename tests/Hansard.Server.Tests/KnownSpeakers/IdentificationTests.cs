using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hansard.Engine.Voices;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Projects;
using Hansard.Server.Voices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.KnownSpeakers;

/// <summary>People are known again, with the real models.</summary>
[Requires("ffmpeg")]
public sealed class IdentificationTests
{
    [Fact]
    public async Task People_are_known_again_in_other_recordings_and_strangers_are_not_named()
    {
        using var log = new LogLines();
        await using var server = await TestServer.StartAsync(
            options => options.Log.Level = LogLevel.Trace, realEngine: true,
            replace: services => services.AddSingleton<ILoggerProvider>(log));
        await AddAsync(server, "Linda Johnson", await SpokenRecordings.LindaAsync());
        await AddAsync(server, "John Kennedy", await SpokenRecordings.KennedyAsync());
        var meeting = (await server.UploadAsync(await SpokenRecordings.MeetingAsync())).String("id");

        var speakers = await SpeakersAsync(server, meeting, new { identify_speakers = true });
        Assert.Equal(["1 Linda Johnson", "2 John Kennedy", "3 "], speakers.Select(Describe));
        Assert.All(speakers.Take(2), speaker => Assert.InRange(speaker.GetProperty("certainty").GetDouble(), 0.5, 1));
        Assert.False(speakers[2].TryGetProperty("certainty", out _));

        // Not asked for, nobody is named.
        var unnamed = await SpeakersAsync(server, meeting, new { enable_speaker_diarization = true });
        Assert.Equal(["1 ", "2 ", "3 "], unnamed.Select(Describe));

        // Nobody is known to another project, though the voices are kept there as well.
        using var other = await server.NewProjectAsync("other");
        var theirs = (await server.UploadAsync(await SpokenRecordings.MeetingAsync(), client: other)).String("id");
        Assert.Equal(["1 ", "2 ", "3 "], (await SpeakersAsync(server, theirs, new { identify_speakers = true }, other)).Select(Describe));
        Assert.DoesNotContain(
            log.All, line => line.Contains("Johnson", StringComparison.Ordinal) || line.Contains("Kennedy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_speaker_of_a_transcription_is_known_again_whether_the_voices_were_kept_or_not()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var meeting = (await server.UploadAsync(await SpokenRecordings.MeetingAsync())).String("id");
        foreach (var (name, more) in ((string, object)[])[
            ("Heard again", new { enable_speaker_diarization = true }), ("Kept", new { identify_speakers = true }),
        ])
        {
            var job = await server.EndAsync(await server.CreateAsync(meeting, more: more));
            if (name is "Kept") await server.Client.DeleteAsync($"/v1/files/{meeting}");
            using var response = await PostAsync(server, new { name, transcription_id = job.String("id"), speaker = "1" });
            var person = await Answer.OkAsync(response, 201);
            Assert.InRange(person.GetProperty("samples")[0].GetProperty("speech_ms").GetInt64(), 3_000, 5_000);
            var linda = (await server.UploadAsync(await SpokenRecordings.LindaAsync())).String("id");
            Assert.Equal([$"1 {name}"], (await SpeakersAsync(server, linda, new { identify_speakers = true })).Select(Describe));
            using (await server.Client.DeleteAsync($"/v1/known-speakers/{person.String("id")}")) { }
        }
    }

    [Fact]
    public async Task A_speaker_who_may_be_several_people_is_no_person()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var meeting = (await server.UploadAsync(await SpokenRecordings.MeetingAsync())).String("id");
        var job = await server.EndAsync(await server.CreateAsync(meeting, more: new { identify_speakers = true, num_speakers = 1 }));
        var wanted = new { name = "Anna", transcription_id = job.String("id"), speaker = "1" };
        foreach (var (isStored, message) in ((bool, string)[])[(true, "more than one speaker"), (false, "may be several people")])
        {
            if (!isStored) await server.Client.DeleteAsync($"/v1/files/{meeting}");
            using var response = await PostAsync(server, wanted);
            Assert.Equal(400, (int)response.StatusCode);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains(message, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_part_of_a_file_names_one_of_several_people_in_it()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var meeting = await SpokenRecordings.MeetingAsync();
        await RefusedAsync(server, meeting, null, null, "more than one speaker");
        await RefusedAsync(server, await SpokenRecordings.SilenceAsync(), null, null, "0 s of speech");
        await RefusedAsync(server, meeting, 60_000, 90_000, "The times must be within the recording.");
        await RefusedAsync(server, meeting, 0, 1_500, "a voice takes at least");
        await RefusedAsync(server, meeting[..1_000], null, null, "speech");
        await RefusedAsync(server, "This is a text, not a recording."u8.ToArray(), null, null, "recording");
        Assert.Equal(0, (await server.GetAsync("/v1/known-speakers")).GetProperty("known_speakers").GetArrayLength());
        using var added = await PostAsync(server, new
        {
            name = "Linda",
            file_id = (await server.UploadAsync(meeting)).String("id"),
            from_ms = 0,
            to_ms = 4_600,
        });
        await Answer.OkAsync(added, 201);
    }

    [Fact]
    public async Task No_voice_can_be_read_in_the_database()
    {
        var server = await TestServer.StartAsync(realEngine: true);
        await AddAsync(server, "Linda", await SpokenRecordings.LindaAsync());
        var meeting = (await server.UploadAsync(await SpokenRecordings.MeetingAsync())).String("id");
        await SpeakersAsync(server, meeting, new { identify_speakers = true });
        var services = server.Host.Services;
        var project = services.GetRequiredService<IProjectStore>().Find(Project.Default)!.Id;
        var store = services.GetRequiredService<IKnownSpeakerStore>();
        var sample = Assert.Single(Assert.Single(store.List(project, long.MaxValue, 10)).Samples).Voice;
        var voice = services.GetRequiredService<VoiceEncryption>().Decrypt(project, sample)!;
        Assert.Equal(192, voice.Embedding.Length);
        var data = await server.StopAndKeepDataAsync();
        try
        {
            byte[] stored = [.. Directory.GetFiles(data, "hansard.db*").SelectMany(File.ReadAllBytes)];

            // The search would find what is there.
            Assert.True(Contains(stored, sample.AsSpan(..16)));
            Assert.All(Pairs(voice), pair => Assert.False(Contains(stored, pair)));
            Assert.False(Contains(stored, "campplus"u8));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task People_whose_voices_are_of_another_speaker_model_are_a_warning()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var services = server.Host.Services;
        var project = services.GetRequiredService<IProjectStore>().Find(Project.Default)!.Id;
        var voice = new VoiceProfile("another-encoder", new float[] { 1 }, TimeSpan.FromSeconds(30));
        var sample = new NewVoiceSample(services.GetRequiredService<VoiceEncryption>().Encrypt(project, voice), 30_000);
        await services.GetRequiredService<IKnownSpeakerStore>()
            .AddAsync(project, new(), "Linda", sample, TestContext.Current.CancellationToken);
        var file = (await server.UploadAsync(await SpokenRecordings.LindaAsync())).String("id");
        var job = await server.EndAsync(await server.CreateAsync(file, more: new { identify_speakers = true }));
        Assert.Equal("completed", job.String("status"));
        Assert.StartsWith(
            "1 of 1 known speakers were not looked for", Assert.Single(job.GetProperty("warnings").EnumerateArray()).GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_keys_cost_the_voices_and_no_job()
    {
        using var log = new LogLines();
        var former = await TestServer.StartAsync(realEngine: true);
        var person = await AddAsync(former, "Linda Johnson", await SpokenRecordings.LindaAsync());
        var meeting = (await former.UploadAsync(await SpokenRecordings.MeetingAsync())).String("id");
        var kept = await former.EndAsync(await former.CreateAsync(meeting, more: new { identify_speakers = true }));
        var data = await former.StopAndKeepDataAsync();
        Directory.Delete(Path.Combine(data, "protection-keys"), recursive: true);

        await using var server = await TestServer.StartAsync(
            options => options.Log.Level = LogLevel.Trace, data, services => services.AddSingleton<ILoggerProvider>(log), realEngine: true);
        var listed = await server.GetAsync($"/v1/known-speakers/{person.String("id")}");
        Assert.False(listed.GetProperty("samples")[0].GetProperty("readable").GetBoolean());
        Assert.Equal(["1 ", "2 ", "3 "], (await SpeakersAsync(server, meeting, new { identify_speakers = true })).Select(Describe));
        await log.WaitAsync("1 voices of known speakers of the project");
        Assert.DoesNotContain(log.All, line => line.Contains("Johnson", StringComparison.Ordinal));

        // The voices that were kept with the transcription are gone too, and its file is there to listen to again.
        using var again = await PostAsync(
            server, new { name = "Linda Johnson", transcription_id = kept.String("id"), speaker = "1" });
        Assert.Equal(
            [false, true],
            (await Answer.OkAsync(again, 201)).GetProperty("samples").EnumerateArray().Select(s => s.GetProperty("readable").GetBoolean()));
    }

    private static async Task<JsonElement> AddAsync(TestServer server, string name, byte[] recording)
    {
        var file = await server.UploadAsync(recording);
        using var response = await PostAsync(server, new { name, file_id = file.String("id") });
        return await Answer.OkAsync(response, 201);
    }

    // A machine that is busy with other things answers 503, as it should.
    private static async Task<HttpResponseMessage> PostAsync(TestServer server, object body)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await server.Client.PostAsJsonAsync("/v1/known-speakers", body);
            if (response.StatusCode is not HttpStatusCode.ServiceUnavailable || attempt == 4) return response;
            response.Dispose();
        }
    }

    private static async Task RefusedAsync(TestServer server, byte[] recording, int? from, int? to, string reason)
    {
        var file = await server.UploadAsync(recording);
        using var response = await PostAsync(
            server, new { name = "Somebody", file_id = file.String("id"), from_ms = from, to_ms = to });
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal("body.payload.file_id", Assert.Single(error.GetProperty("validation_errors").EnumerateArray()).String("location"));
        Assert.Contains(reason, error.String("message"), StringComparison.Ordinal);
        Assert.DoesNotContain(server.DataDirectory, error.String("message"), StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> SpeakersAsync(TestServer server, string file, object more, HttpClient? client = null)
    {
        var job = await server.EndAsync(await server.CreateAsync(file, client, more), client);
        Assert.Equal("completed", job.String("status"));
        return [.. job.GetProperty("speakers").EnumerateArray()];
    }

    private static string Describe(JsonElement speaker)
        => $"{speaker.String("speaker")} {(speaker.TryGetProperty("name", out var name) ? name.GetString() : "")}";

    // Eight bytes each, which stand nowhere by chance.
    private static IEnumerable<byte[]> Pairs(VoiceProfile voice)
    {
        var bytes = MemoryMarshal.AsBytes(voice.Embedding.Span).ToArray();
        return Enumerable.Range(0, (bytes.Length / 8) - 1).Select(i => bytes[(i * 8)..((i * 8) + 8)]);
    }

    private static bool Contains(byte[] bytes, ReadOnlySpan<byte> part) => bytes.AsSpan().IndexOf(part) >= 0;
}
