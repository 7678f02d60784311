using System.Text.Json;
using Hansard.Engine.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Jobs;

/// <summary>What owners and operators learn of translations that could not be had, or only in lesser quality.</summary>
public sealed class TranslatedJobTests
{
    [Fact]
    [Requires("ffmpeg")]
    public async Task Speech_without_a_translator_is_left_as_spoken_and_the_log_says_so()
    {
        using var log = new LogLines();
        await using var server = await StartAsync(log, apertium: false);
        var (job, tokens) = await TranslateAsync(server, "de_cheetah_de.wav", "pt");
        Assert.Equal("completed", job.String("status"));
        Assert.NotEmpty(tokens);
        Assert.All(tokens, token => Assert.Equal(("none", "de"), (token.String("translation_status"), token.String("language"))));
        await log.WaitAsync($"Job {job.String("id")}: what is said in de is not translated");
    }

    [Fact]
    public async Task Translation_by_rules_is_said_in_the_log_at_the_start_and_of_each_job()
    {
        Tool.Of("apertium-es-pt").Require();
        using var log = new LogLines();
        await using var server = await StartAsync(log, apertium: true);
        const string Name = "firefox-translations/en-pt + apertium/pt-es";
        await log.WaitAsync($"Translated in fair quality, by {Name}: en to es");
        var (job, tokens) = await TranslateAsync(server, "en_LJ001-0008.wav", "es");
        Assert.Contains(tokens, token => token.String("translation_status") == "translation");
        await log.WaitAsync($"Job {job.String("id")} was translated from en to es in fair quality, by {Name}");
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_damaged_translation_model_fails_the_jobs_that_need_it_and_no_other()
    {
        var models = Directory.CreateTempSubdirectory("hansard-test-");
        try
        {
            File.Copy(Path.Combine(Fixtures.Models, "catalogue.json"), Path.Combine(models.FullName, "catalogue.json"));
            var others = Directory.GetDirectories(Fixtures.Models).Where(folder => Path.GetFileName(folder) != "firefox-translations");
            foreach (var folder in others)
                Directory.CreateSymbolicLink(Path.Combine(models.FullName, Path.GetFileName(folder)), folder);
            var damaged = models.CreateSubdirectory("firefox-translations/en-pt").FullName;
            foreach (var part in Directory.GetFiles(Path.Combine(Fixtures.Models, "firefox-translations", "en-pt")))
                File.Copy(part, Path.Combine(damaged, Path.GetFileName(part)));
            await File.AppendAllTextAsync(Path.Combine(damaged, "tokenizer.json"), " ", TestContext.Current.CancellationToken);
            using var log = new LogLines();
            await using var server = await StartAsync(log, apertium: false, models.FullName);

            var recording = await File.ReadAllBytesAsync(
                Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
            var file = (await server.UploadAsync(recording)).String("id");
            var failed = await server.EndAsync(
                await server.CreateAsync(file, more: new { translation = new { type = "one_way", target_language = "pt" } }));

            Assert.Equal("translation_failed", failed.String("error_type"));
            Assert.DoesNotContain(models.FullName, failed.String("error_message"), StringComparison.Ordinal);
            await log.WaitAsync($"Job {failed.String("id")}: a translator cannot be loaded");
            Assert.Equal("completed", (await server.EndAsync(await server.CreateAsync(file))).String("status"));
        }
        finally
        {
            models.Delete(recursive: true);
        }
    }

    private static Task<TestServer> StartAsync(LogLines log, bool apertium, string? models = null) => TestServer.StartAsync(
        options =>
        {
            (options.Log.Level, options.Translation.Apertium) = (LogLevel.Information, apertium);
            if (models is not null) options.Models = models;
        },
        replace: services => services.AddSingleton<ILoggerProvider>(log),
        realEngine: true);

    private static async Task<(JsonElement Job, IReadOnlyList<JsonElement> Tokens)> TranslateAsync(
        TestServer server, string clip, string target)
    {
        var recording = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", clip), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, clip);
        var job = await server.EndAsync(
            await server.CreateAsync(file.String("id"), more: new { translation = new { type = "one_way", target_language = target } }));
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        return (job, [.. transcript.GetProperty("tokens").EnumerateArray()]);
    }
}
