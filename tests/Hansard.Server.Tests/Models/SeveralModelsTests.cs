using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hansard.Server.Tests.Models;

/// <summary>One server with several real models, of two families.</summary>
[Requires("ffmpeg")]
public sealed class SeveralModelsTests : IDisposable
{
    private const string Base = "whisper-base";
    private const string Parakeet = "parakeet-random";
    private const string Whisper = "whisper-random";
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    private readonly LoadedModels _loaded = new();

    public void Dispose() => _loaded.Dispose();

    [Fact]
    public async Task Every_installed_model_is_listed_with_what_it_can_do_itself_and_none_but_the_default_is_loaded()
    {
        using var folder = new ModelsFolder().AddParakeet().AddWhisper();
        await using var server = await StartAsync(folder);
        var models = (await server.GetAsync("/v1/models")).GetProperty("models").EnumerateArray().ToDictionary(model => model.String("id"));

        Assert.Equal([Base, Parakeet, Whisper], models.Keys.Take(3));
        Assert.All(models.Values.Take(3), model => Assert.Equal(JsonValueKind.Null, model.GetProperty("aliased_model_id").ValueKind));
        Assert.All(models.Values.Skip(3), model => Assert.Equal(Base, model.String("aliased_model_id")));
        Assert.Contains("stt-async-v5", models.Keys);
        Assert.Equal(["de", "en"], Languages(models[Parakeet]));
        Assert.Contains("yue", Languages(models[Whisper]));
        Assert.DoesNotContain("yue", Languages(models[Base]));

        // The translators of text are the server's, for what the model recognises; what Whisper translates by itself is its own.
        Assert.Equal("""["en:pt","pt:en"]""", models[Base].GetProperty("two_way_translation_pairs").ToString());
        Assert.Equal("[]", models[Parakeet].GetProperty("two_way_translation_pairs").ToString());
        Assert.Equal(
            """[{"target_language":"pt","source_languages":["en"],"exclude_source_languages":[]}]""",
            models[Parakeet].GetProperty("translation_targets").ToString());
        Assert.Equal("[]", models[Parakeet].GetProperty("basic_translation_pairs").ToString());
        Assert.Contains("yue:en", models[Whisper].GetProperty("basic_translation_pairs").EnumerateArray().Select(pair => pair.GetString()));
        await UntilLoadedAsync(server, [Base]);
        Assert.Matches($"hansard_models_loaded{{[^}}]*model=\"{Base}\"", await server.Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Jobs_run_on_the_model_that_they_name_and_are_shown_and_logged_with_it()
    {
        using var folder = new ModelsFolder().AddParakeet();
        await using var server = await StartAsync(folder, options => options.Workers = 2);
        var file = await UploadAsync(server);
        string[] names = [Base, Parakeet, "stt-async-v5", Parakeet];
        var jobs = new List<JsonElement>();
        foreach (var model in names) jobs.Add(await server.CreateAsync(file, more: new { model }));
        Assert.Equal(names, jobs.Select(job => job.String("model")));

        var texts = new List<string>();
        foreach (var (job, name) in jobs.Zip(names))
        {
            var end = await server.EndAsync(job);
            Assert.Equal(("completed", name), (end.String("status"), end.String("model")));
            texts.Add((await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript")).String("text"));
        }

        // Random weights recognise nothing of what is said.
        foreach (var (text, name) in texts.Zip(names))
            Assert.Equal(name is Base or "stt-async-v5", text.Contains("never been surpassed", StringComparison.Ordinal));
        var logs = (await server.GetAsync($"/v1/usage-logs?{Always}")).GetProperty("usage_logs").EnumerateArray();
        Assert.Equal(names.Order(), logs.Select(log => log.String("model")).Order());
        await UntilLoadedAsync(server, [Parakeet, Base]);
    }

    [SharedFact]
    public async Task Two_real_models_of_different_sizes_both_transcribe()
    {
        const string Tiny = "whisper-tiny-english";
        using var folder = new ModelsFolder().Add(Tiny, Fixtures.SharedPathOf("models", "whisper-tiny.en"), "whisper");
        await using var server = await StartAsync(folder, options => options.Workers = 2);
        var models = (await server.GetAsync("/v1/models")).GetProperty("models").EnumerateArray().ToDictionary(model => model.String("id"));
        Assert.Equal(["en"], Languages(models[Tiny]));
        Assert.Equal(99, Languages(models[Base]).Length);

        var file = await UploadAsync(server);
        var jobs = await Task.WhenAll(
            new[] { Tiny, Base }.Select(model => server.CreateAsync(file, more: new { model, enable_language_identification = true })));
        foreach (var job in jobs)
        {
            Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
            var transcript = await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
            Assert.Contains("never been surpassed", transcript.String("text"), StringComparison.Ordinal);
            Assert.All(transcript.GetProperty("tokens").EnumerateArray(), token => Assert.Equal("en", token.String("language")));
        }
    }

    [Fact]
    public async Task A_request_is_held_to_what_its_own_model_can_do()
    {
        using var folder = new ModelsFolder().AddParakeet();
        await using var server = await StartAsync(folder);
        var file = await UploadAsync(server);

        // Whisper recognises French, and translates it into English; Parakeet does neither.
        await RefusedAsync(
            server, file, Parakeet, "body.payload.language_hints", """ "language_hints": ["fr"], "language_hints_strict": true """);
        await RefusedAsync(server, file, Parakeet, "body.payload.translation.target_language",
            """ "language_hints": ["de"], "language_hints_strict": true, "translation": {"type": "one_way", "target_language": "pt"} """);
        using var response = await server.PostAsync(
            "/v1/transcriptions",
            $$"""
            {"model": "{{Base}}", "file_id": "{{file}}", "language_hints": ["fr"], "language_hints_strict": true,
             "translation": {"type": "one_way", "target_language": "en"} }
            """);
        await Answer.OkAsync(response, 201);

        var unknown = await RefusedAsync(server, file, "whisper-small", "body.payload.model", "\"context\": null");
        Assert.Contains($"{Base}, {Parakeet}, stt-async", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_loaded_by_its_first_job_let_go_when_idle_and_loaded_again_by_the_next()
    {
        using var folder = new ModelsFolder().AddParakeet();
        var clock = new FakeTimeProvider();
        await using var server = await StartAsync(folder, clock: clock);
        var file = await UploadAsync(server);
        for (var round = 0; round < 2; round++)
        {
            await UntilLoadedAsync(server, [Base]);
            Assert.Equal("completed", (await EndAsync(server, file, Parakeet)).String("status"));
            await UntilLoadedAsync(server, [Parakeet, Base]);
            await UntilLoadedAsync(server, [Base], meanwhile: () => clock.Advance(TimeSpan.FromMinutes(15)));
        }

        // The default one is there whatever the time.
        clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal("completed", (await EndAsync(server, file, Base)).String("status"));
        await UntilLoadedAsync(server, [Base]);
    }

    [Fact]
    public async Task Files_that_are_deleted_or_damaged_meanwhile_end_the_jobs_that_need_them_and_no_others()
    {
        using var folder = new ModelsFolder().AddParakeet().AddWhisper();
        using var log = new LogLines();
        await using var server = await StartAsync(folder, options => options.Log.Level = LogLevel.Information, log: log);
        var file = await UploadAsync(server);
        var network = folder.FileOf(Parakeet, "encoder-model.onnx");
        File.Move(network, network + ".away");
        await File.AppendAllTextAsync(folder.FileOf(Whisper, "tokenizer.json"), " ");

        var missing = await EndAsync(server, file, Parakeet);
        Assert.Equal(("error", "model_unavailable"), (missing.String("status"), missing.String("error_type")));
        Assert.Contains(
            $"cannot load the model '{Parakeet}': a file of it is missing", missing.String("error_message"), StringComparison.Ordinal);
        Assert.Contains($"hansard models verify {Parakeet}", missing.String("error_message"), StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, missing.String("error_message"), StringComparison.Ordinal);
        await log.WaitAsync($"Job {missing.String("id")}: the model {Parakeet} cannot be used");
        Assert.Contains(log.Severe, line => line.Contains("encoder-model.onnx' is missing", StringComparison.Ordinal));

        var damaged = await EndAsync(server, file, Whisper);
        Assert.Equal("model_unavailable", damaged.String("error_type"));
        Assert.Contains($"'{Whisper}': a file of it is not what it should be", damaged.String("error_message"), StringComparison.Ordinal);
        Assert.Equal("completed", (await EndAsync(server, file, Base)).String("status"));

        File.Move(network + ".away", network);
        Assert.Equal("completed", (await EndAsync(server, file, Parakeet)).String("status"));
    }

    [Fact]
    public async Task While_a_model_is_loaded_requests_are_answered_other_jobs_run_and_its_own_can_be_cancelled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes in folders.");
        using var folder = new ModelsFolder().AddParakeet();
        var pipe = folder.Obstruct(Parakeet, "vocab.txt");
        await using var server = await StartAsync(folder, options => (options.Workers, options.Jobs.Lease) = (2, TimeSpan.FromSeconds(1)));
        var file = await UploadAsync(server);
        var waiting = await server.WaitAsync(await server.CreateAsync(file, more: new { model = Parakeet }), "processing");
        Assert.Equal("completed", (await EndAsync(server, file, Base)).String("status"));

        // Longer than its lease, which is renewed meanwhile.
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal("processing", (await server.GetAsync($"/v1/transcriptions/{waiting.String("id")}")).String("status"));
        using (var cancelled = await server.Client.PostAsync($"/v1/transcriptions/{waiting.String("id")}/cancel", null))
            await Answer.OkAsync(cancelled, 202);

        // Both workers are free: two jobs end while the model is still being loaded, and the third waits for that.
        var second = await server.WaitAsync(await server.CreateAsync(file, more: new { model = Parakeet }), "processing");
        Assert.Equal("completed", (await EndAsync(server, file, Base)).String("status"));
        await UntilLoadedAsync(server, [Base]);
        await File.WriteAllBytesAsync(pipe, await File.ReadAllBytesAsync(Fixtures.PathOf("models", Parakeet, "vocab.txt")));
        Assert.Equal("completed", (await server.EndAsync(second)).String("status"));
        Assert.Equal("cancelled", (await server.GetAsync($"/v1/transcriptions/{waiting.String("id")}")).String("error_type"));
    }

    [Fact]
    public async Task A_model_that_cannot_be_used_is_left_out_and_the_log_says_why()
    {
        const string Long = "a-model-whose-name-no-request-could-have";
        using var folder = new ModelsFolder()
            .AddParakeet()
            .AddParakeet(Long)
            .Add("canary-1b", Fixtures.PathOf("models", "parakeet-random"), "canary");
        File.Delete(folder.FileOf(Parakeet, "vocab.txt"));
        using var log = new LogLines();
        await using var server = await StartAsync(folder, options => options.Log.Level = LogLevel.Information, log: log);
        Assert.Equal([Base], server.Host.Services.GetRequiredService<ServedModels>().Models.Select(model => model.Id));
        await log.WaitAsync($"The model {Parakeet} is not served: The model '{Parakeet}' is not complete: 'vocab.txt' is missing");
        await log.WaitAsync("The model canary-1b is not served: The model 'canary-1b' is of the family 'canary'");
        await log.WaitAsync($"The model {Long} is not served: The name '{Long}' has more than the 32 characters");
    }

    [Fact]
    public async Task The_configuration_says_which_models_are_served_and_which_is_the_default()
    {
        using var folder = new ModelsFolder().AddParakeet().AddWhisper();
        await using var server = await StartAsync(folder, options =>
        {
            options.Model = Parakeet;
            foreach (var name in (string[])[Base, Parakeet]) options.ServedModels.Add(name);
            foreach (var name in (string[])["mine", Base]) options.ModelAliases.Add(name);
        });
        var models = server.Host.Services.GetRequiredService<ServedModels>();
        Assert.Equal([Parakeet, Base], models.Models.Select(model => model.Id));
        Assert.Equal(Parakeet, models.Find("mine")!.Id);

        // A model's own name stays its own.
        Assert.Equal(Base, models.Find(Base)!.Id);
        Assert.Null(models.Find(Whisper));
        var file = await UploadAsync(server);
        Assert.Equal("completed", (await EndAsync(server, file, "mine")).String("status"));
        await UntilLoadedAsync(server, [Parakeet]);
    }

    [Fact]
    public async Task A_server_that_is_to_serve_what_is_not_there_does_not_start()
    {
        using var folder = new ModelsFolder();
        var error = await Assert.ThrowsAsync<FileNotFoundException>(
            () => StartAsync(folder, options => options.ServedModels.Add("whisper-small")));
        Assert.Contains("'./hansard models pull whisper-small'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_waits_for_no_model_that_nobody_uses()
    {
        using var folder = new ModelsFolder().AddParakeet();
        using var log = new LogLines();
        await using (var server = await StartAsync(folder, log: log))
            Assert.Equal("completed", (await EndAsync(server, await UploadAsync(server), Parakeet)).String("status"));

        Assert.Empty(log.Severe);
    }

    [Fact]
    public async Task A_job_whose_model_is_not_served_any_more_ends_with_a_message_that_says_so()
    {
        using var folder = new ModelsFolder().AddParakeet();
        var pipe = folder.Obstruct(Parakeet, "vocab.txt");
        var server = await StartAsync(folder);
        var job = await server.WaitAsync(await server.CreateAsync(await UploadAsync(server), more: new { model = Parakeet }), "processing");
        var data = await server.StopAndKeepDataAsync();

        // What is being loaded is let go of by itself.
        await File.WriteAllBytesAsync(pipe, await File.ReadAllBytesAsync(Fixtures.PathOf("models", Parakeet, "vocab.txt")));
        await using var next = await TestServer.StartAsync(data: data, realEngine: true);
        var end = await next.EndAsync(job);
        Assert.Equal("model_unavailable", end.String("error_type"));
        Assert.Contains($"does not serve the model '{Parakeet}' any more", end.String("error_message"), StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(
        ModelsFolder folder, Action<HansardServerOptions>? configure = null, LogLines? log = null, TimeProvider? clock = null)
        => TestServer.StartAsync(
            options =>
            {
                options.Models = folder.Path;
                configure?.Invoke(options);
            },
            replace: services =>
            {
                if (log is not null) services.AddSingleton<ILoggerProvider>(log);

                // Only the models' idle time goes by it: everything else would stand still.
                if (clock is not null)
                    services.AddSingleton<ITranscriber>(provider => ActivatorUtilities.CreateInstance<EngineTranscriber>(provider, clock));
            },
            realEngine: true);

    private static async Task<string> UploadAsync(TestServer server)
        => (await server.UploadAsync(await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav")))).String("id");

    private static async Task<JsonElement> EndAsync(TestServer server, string file, string model)
        => await server.EndAsync(await server.CreateAsync(file, more: new { model }));

    private static async Task<JsonElement> RefusedAsync(TestServer server, string file, string model, string location, string fields)
    {
        using var response = await server.PostAsync(
            "/v1/transcriptions", $$"""{"model": "{{model}}", "file_id": "{{file}}", {{fields}}}""");
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(location, Assert.Single(error.GetProperty("validation_errors").EnumerateArray()).String("location"));
        return error;
    }

    private static string[] Languages(JsonElement model)
        => [.. model.GetProperty("languages").EnumerateArray().Select(language => language.String("code"))];

    private async Task UntilLoadedAsync(TestServer server, string[] models, Action? meanwhile = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            meanwhile?.Invoke();
            var loaded = _loaded.In(server.Host.Services.GetRequiredService<IMeterFactory>());
            if (loaded.SequenceEqual(models)) return;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"In memory are {string.Join(", ", loaded)}.");
            await Task.Delay(20);
        }
    }
}
