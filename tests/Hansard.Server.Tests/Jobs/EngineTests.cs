using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Jobs;

/// <summary>From upload to transcript with the real engine.</summary>
[Requires("ffmpeg")]
public sealed class EngineTests
{
    // 16 kHz, mono, 16 bit; the lengths at 4 and 40 are to be filled in.
    private const string WavHead = "524946460000000057415645666D74201000000001000100803E0000007D0000020010006461746100000000";

    [Fact]
    public async Task A_recording_becomes_a_transcript()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "LJ001-0008.wav");
        var watch = Stopwatch.StartNew();
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { enable_language_identification = true }));
        TestContext.Current.SendDiagnosticMessage($"{watch.Elapsed} from creation to transcript");

        Assert.Equal("completed", job.String("status"));
        Assert.InRange(job.GetProperty("audio_duration_ms").GetInt64(), 1000, 3000);
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.Contains("surpassed", transcript.String("text"), StringComparison.OrdinalIgnoreCase);
        Assert.All(transcript.GetProperty("tokens").EnumerateArray(), token => Assert.Equal("en", token.String("language")));

        var without = await server.EndAsync(
            await server.CreateAsync(file.String("id"), more: new { language_hints = new[] { "en" }, language_hints_strict = true }));
        transcript = await server.GetAsync($"/v1/transcriptions/{without.String("id")}/transcript");
        Assert.All(transcript.GetProperty("tokens").EnumerateArray(), token => Assert.False(token.TryGetProperty("language", out _)));
    }

    [Theory]
    // Left alone, the model writes each in the other script.
    [InlineData("zh_ub_chinese_thrice.flac", "zh-TW", "自己的腳")]
    [InlineData("zh_ub_chinese.flac", "zh_Hans_CN", "自己的脚")]
    public async Task Chinese_is_written_in_the_script_that_a_hint_names(string clip, string hint, string text)
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", clip), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "chinese.flac");
        var more = new { language_hints = new[] { "en", hint }, enable_language_identification = true };
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: more));
        Assert.Equal("completed", job.String("status"));
        Assert.Equal(["en", hint], job.GetProperty("language_hints").EnumerateArray().Select(sent => sent.GetString()));
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.Contains(text, transcript.String("text"), StringComparison.Ordinal);
        Assert.All(transcript.GetProperty("tokens").EnumerateArray(), token => Assert.Equal("zh", token.String("language")));
    }

    [Fact]
    public async Task A_recording_that_is_cut_off_is_transcribed_as_far_as_it_goes_and_says_so()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        foreach (var (bytes, expected) in ((byte[], string?)[])[
            (recording, null), (recording[..(recording.Length / 2)], "The recording is cut off: "),
        ])
        {
            var job = await server.EndAsync(await server.CreateAsync((await server.UploadAsync(bytes)).String("id")));
            Assert.Equal("completed", job.String("status"));
            if (expected is null) Assert.Equal(System.Text.Json.JsonValueKind.Null, job.GetProperty("warnings").ValueKind);
            else
            {
                Assert.StartsWith(
                    expected, Assert.Single(job.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Languages_are_told_only_where_they_are_asked_for_also_in_a_text_so_far()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0001.wav"), TestContext.Current.CancellationToken);
        var file = (await server.UploadAsync(recording)).String("id");
        foreach (var isAsked in new[] { true, false })
        {
            var job = await server.EndAsync(await server.CreateAsync(file, more: new { enable_language_identification = isAsked }));
            var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript?partial=true");
            Assert.False(transcript.GetProperty("partial").GetBoolean());
            Assert.All(transcript.GetProperty("tokens").EnumerateArray(), t => Assert.Equal(isAsked, t.TryGetProperty("language", out _)));
        }
    }

    [Fact]
    public async Task The_sound_track_that_is_named_is_transcribed()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "cases", "two_tracks_first_silent.mov"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "film.mov");
        foreach (var (more, spoken) in ((object, string)[])[
            (new { audio_track = 1 }, ""), (new { audio_track = 2 }, "surpassed"), (new { audio_track = "2" }, "surpassed"),
        ])
        {
            var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: more));
            var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
            Assert.Contains(spoken, transcript.String("text"), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(spoken.Length == 0, transcript.String("text").Length == 0);
        }

        var all = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { audio_track = "all" }));
        Assert.Equal("""[{"track":1},{"track":2}]""", all.GetProperty("tracks").GetRawText());
        var tokens = (await server.GetAsync($"/v1/transcriptions/{all.String("id")}/transcript")).GetProperty("tokens").EnumerateArray();
        Assert.All(tokens, token => Assert.Equal(2, token.GetProperty("track").GetInt32()));

        var missing = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { audio_track = "fr" }));
        Assert.Equal("invalid_audio_file", missing.String("error_type"));
        Assert.Equal("The recording has no sound track 'fr': it has 1, 2.", missing.String("error_message"));
    }

    [Fact]
    public async Task A_part_of_a_recording_is_transcribed_and_counted_alone()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_jfk.flac"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "jfk.flac");

        var job = await server.EndAsync(
            await server.CreateAsync(file.String("id"), more: new { audio_start_ms = 8000, audio_end_ms = 10_500 }));

        Assert.Equal(2500, job.GetProperty("audio_duration_ms").GetInt64());
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.Contains("do for your country", transcript.String("text"), StringComparison.OrdinalIgnoreCase);
        Assert.All(Starts(transcript), start => Assert.InRange(start, 8000, 10_500));
        using (var corrected = await server.PostAsync(
            $"/v1/transcriptions/{job.String("id")}/revisions", """{"base": 0, "text": "What you can do for our own country."}"""))
        {
            Assert.Equal(HttpStatusCode.Created, corrected.StatusCode);
        }
        var revised = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript?revision=latest");
        Assert.All(Starts(revised), start => Assert.InRange(start, 8000, 10_500));

        var late = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { audio_start_ms = 60_000 }));
        Assert.Equal("invalid_audio_file", late.String("error_type"));
        Assert.Contains("ends before 1:00", late.String("error_message"), StringComparison.Ordinal);

        static IEnumerable<long> Starts(JsonElement transcript)
            => transcript.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("start_ms").GetInt64());
    }

    [Fact]
    public async Task What_else_was_heard_is_told_apart_from_the_transcript()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "pt_test_pt.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "pt.wav");
        var job = await server.EndAsync(await server.CreateAsync(file.String("id")));
        var address = $"/v1/transcriptions/{job.String("id")}";

        var word = Assert.Single((await server.GetAsync($"{address}/alternatives")).GetProperty("words").EnumerateArray());

        Assert.Contains("nem um", word.GetProperty("alternatives").EnumerateArray().Select(text => text.GetString()));
        var tokens = (await server.GetAsync($"{address}/transcript")).GetProperty("tokens").EnumerateArray();
        Assert.Single(tokens, token => token.String("text") == word.String("text")
            && token.GetProperty("start_ms").GetInt64() == word.GetProperty("start_ms").GetInt64());
        Assert.All(tokens, token => Assert.False(token.TryGetProperty("alternatives", out _)));
    }

    [Fact]
    public async Task Every_token_has_a_speaker_when_they_were_asked_for_and_none_has_otherwise()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_stereo_join.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "call.wav");
        foreach (var (more, speakers) in new (object, string?[])[]
        {
            (new { enable_speaker_diarization = true }, ["1", "2"]),
            (new { enable_speaker_diarization = true, num_speakers = 1 }, ["1"]),
            (new { enable_speaker_diarization = true, max_speakers = 1 }, ["1"]),
            (new { enable_speaker_diarization = true, min_speakers = 2, max_speakers = 20 }, ["1", "2"]),
            (new { num_speakers = 2 }, [null]),
            (new { min_speakers = 2 }, [null]),
        })
        {
            var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: more));
            var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
            Assert.Equal(
                speakers,
                transcript.GetProperty("tokens")
                    .EnumerateArray()
                    .Select(t => t.TryGetProperty("speaker", out var s) ? s.GetString() : null)
                    .Distinct());
        }
    }

    [Fact]
    public async Task Terms_of_the_context_are_written_as_given()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "LJ001-0008.wav");
        var context = new
        {
            general = new[] { new { key = "topic", value = "printing" } },
            text = "Of types.",
            terms = new[] { "SURPASSED", "Celebrex", "" },
        };
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { context }));
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.EndsWith(" never been SURPASSED.", transcript.String("text"), StringComparison.Ordinal);
        var plain = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { context = "Of types." }));
        Assert.Equal("completed", plain.String("status"));
    }

    [Fact]
    public async Task A_transcript_is_translated_and_the_terms_of_the_context_are_rendered_as_given()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "LJ001-0008.wav");
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new
        {
            translation = new { type = "two_way", language_a = "en", language_b = "pt" },
            context = new
            {
                translation_terms = new[] { new { source = "surpassed", target = "ultrapassado" }, new { source = " ", target = "" } },
            },
        }));
        Assert.Equal("completed", job.String("status"));
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.DoesNotContain("ultrapassado", transcript.String("text"), StringComparison.Ordinal);
        var tokens = transcript.GetProperty("tokens").EnumerateArray().ToList();
        Assert.Equal(["original", "translation"], tokens.Select(t => t.String("translation_status")).Distinct());
        Assert.Contains(
            tokens, t => t.String("text") == " ultrapassado" && t.String("language") == "pt" && t.String("source_language") == "en");
    }

    [Fact]
    public async Task A_recording_longer_than_its_projects_limit_ends_in_an_error_that_names_it()
    {
        await using var server = await TestServer.StartAsync(
            options => options.Projects["short"] = new() { AudioMinutes = 1 }, realEngine: true);
        using var client = await server.NewProjectAsync("short");
        var silence = new byte[(WavHead.Length / 2) + (70 * 16_000 * 2)];
        Convert.FromHexString(WavHead).CopyTo(silence, 0);
        BinaryPrimitives.WriteInt32LittleEndian(silence.AsSpan(4), silence.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(silence.AsSpan(40), silence.Length - (WavHead.Length / 2));

        var file = await server.UploadAsync(silence, client: client);
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), client), client);
        Assert.Equal("max_duration_reached", job.String("error_type"));
        Assert.Contains("limit of 60 seconds", job.String("error_message"), StringComparison.Ordinal);

        var allowed = await server.EndAsync(await server.CreateAsync((await server.UploadAsync(silence)).String("id")));
        Assert.Equal("completed", allowed.String("status"));
        Assert.Equal(70_000, allowed.GetProperty("audio_duration_ms").GetInt64());
    }

    [Fact]
    public async Task What_is_not_a_recording_ends_in_invalid_audio_file()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var job = await server.EndAsync(await server.TranscribeAsync("This is a text, not a recording."));
        Assert.Equal("invalid_audio_file", job.String("error_type"));
        Assert.DoesNotContain(server.DataDirectory, job.String("error_message"));
    }
}
