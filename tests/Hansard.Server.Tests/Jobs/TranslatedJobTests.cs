using System.Text.Json;
using Hansard.Engine.Tests;
using Hansard.Engine.Translation;
using Hansard.Server.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Jobs;

/// <summary>What owners and operators learn of translations that could not be had, or only in basic quality.</summary>
public sealed class TranslatedJobTests
{
    [Fact]
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
        using var log = new LogLines();
        await using var server = await StartAsync(log, apertium: true);
        var translations = server.Host.Services.GetRequiredService<ITranscriber>().Abilities.Translations;
        Assert.SkipUnless(translations.Any(t => t.Pair == new LanguagePair("en", "es")), "The package apertium-eng-spa is not installed.");
        await log.WaitAsync("Translated in basic quality, by apertium/eng-spa: en to es");
        var (job, tokens) = await TranslateAsync(server, "en_LJ001-0008.wav", "es");
        Assert.Contains(tokens, token => token.String("translation_status") == "translation");
        await log.WaitAsync($"Job {job.String("id")} was translated from en to es in basic quality, by apertium/eng-spa");
    }

    private static Task<TestServer> StartAsync(LogLines log, bool apertium) => TestServer.StartAsync(
        options => (options.Log.Level, options.Translation.Apertium) = (LogLevel.Information, apertium),
        replace: services => services.AddSingleton<ILoggerProvider>(log),
        realEngine: true);

    private static async Task<(JsonElement Job, IReadOnlyList<JsonElement> Tokens)> TranslateAsync(TestServer server, string clip, string target)
    {
        var recording = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", clip), TestContext.Current.CancellationToken);
        var file = await server.UploadAsync(recording, clip);
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { translation = new { type = "one_way", target_language = target } }));
        var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        return (job, [.. transcript.GetProperty("tokens").EnumerateArray()]);
    }
}
