using System.Diagnostics;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Jobs;

/// <summary>From upload to transcript with the real engine.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task A_recording_becomes_a_transcript()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "LJ001-0008.wav");
        var watch = Stopwatch.StartNew();
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { enable_language_identification = true }));
        TestContext.Current.SendDiagnosticMessage($"{watch.Elapsed} from creation to transcript");

        Assert.Equal("completed", job.String("status"));
        Assert.InRange(job.GetProperty("audio_duration_ms").GetInt64(), 1000, 3000);
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.Contains("surpassed", transcript.String("text"), StringComparison.OrdinalIgnoreCase);
        Assert.All(transcript.GetProperty("tokens").EnumerateArray(), token => Assert.Equal("en", token.String("language")));

        var without = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { language_hints = new[] { "en" }, language_hints_strict = true }));
        transcript = await server.GetAsync($"/v1/transcriptions/{without.String("id")}/transcript");
        Assert.All(transcript.GetProperty("tokens").EnumerateArray(), token => Assert.False(token.TryGetProperty("language", out _)));
    }

    [Fact]
    public async Task A_transcript_is_translated_and_the_terms_of_the_context_are_rendered_as_given()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var recording = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, "LJ001-0008.wav");
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new
        {
            translation = new { type = "two_way", language_a = "en", language_b = "pt" },
            context = new { translation_terms = new[] { new { source = "surpassed", target = "ultrapassado" }, new { source = " ", target = "" } } },
        }));
        Assert.Equal("completed", job.String("status"));
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.DoesNotContain("ultrapassado", transcript.String("text"), StringComparison.Ordinal);
        var tokens = transcript.GetProperty("tokens").EnumerateArray().ToList();
        Assert.Equal(["original", "translation"], tokens.Select(t => t.String("translation_status")).Distinct());
        Assert.Contains(tokens, t => t.String("text") == " ultrapassado" && t.String("language") == "pt" && t.String("source_language") == "en");
    }

    [Fact]
    public async Task What_is_not_a_recording_ends_in_invalid_audio()
    {
        await using var server = await TestServer.StartAsync(realEngine: true);
        var job = await server.EndAsync(await server.TranscribeAsync("This is a text, not a recording."));
        Assert.Equal("invalid_audio", job.String("error_type"));
        Assert.DoesNotContain(server.DataDirectory, job.String("error_message"));
    }
}
