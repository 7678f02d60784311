using System.Text.Json;
using Hansard.Server.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Models;

public sealed class ModelsTests
{
    [Fact]
    public async Task The_model_and_its_aliases_are_listed_with_every_field_that_clients_read()
    {
        await using var server = await TestServer.StartAsync(options => options.ModelAliases.Add("house-model"), realEngine: true);
        var models = (await server.GetAsync("/v1/models")).GetProperty("models");
        Assert.Equal(
            [
                "whisper-base", "stt-async-preview", "stt-async-v3", "stt-async-v4", "stt-async-v5", "stt-async-v6", "house-model",
                "stt-rt-v6", "stt-rt-v5", "stt-rt-v4", "stt-rt-preview",
            ],
            models.EnumerateArray().Select(m => m.String("id")));
        Assert.Equal(JsonValueKind.Null, models[0].GetProperty("aliased_model_id").ValueKind);
        Assert.All(models.EnumerateArray().Skip(1), m => Assert.Equal("whisper-base", m.String("aliased_model_id")));
        Assert.Equal(
            [
                "id", "aliased_model_id", "name", "context_version", "transcription_mode", "languages", "supports_language_hints_strict",
                "supports_max_endpoint_delay", "supports_endpoint_sensitivity", "supports_endpoint_latency_adjustment",
                "endpoint_latency_adjustment_max_level", "supports_agent_text_input", "translation_targets", "two_way_translation_pairs",
                "one_way_translation", "two_way_translation", "basic_translation_pairs", "fair_translation_pairs",
            ],
            models[0].EnumerateObject().Select(p => p.Name));
        foreach (var absent in (string[])[
            "supports_max_endpoint_delay", "supports_endpoint_sensitivity", "supports_endpoint_latency_adjustment",
            "supports_agent_text_input"
        ])
            Assert.Equal(JsonValueKind.False, models[0].GetProperty(absent).ValueKind);
        Assert.Equal(0, models[0].GetProperty("endpoint_latency_adjustment_max_level").GetInt32());
        foreach (var open in (string[])["one_way_translation", "two_way_translation"])
            Assert.Equal(JsonValueKind.Null, models[0].GetProperty(open).ValueKind);
        Assert.Equal("async", models[0].String("transcription_mode"));
        Assert.Equal(2, models[0].GetProperty("context_version").GetInt32());
        var languages = models[0].GetProperty("languages").EnumerateArray().ToDictionary(l => l.String("code"), l => l.String("name"));
        Assert.Equal(
            server.Host.Services.GetRequiredService<ITranscriber>().Models[0].Languages.Order(StringComparer.Ordinal), languages.Keys);
        Assert.Equal(99, languages.Count);
        Assert.Equal(("Portuguese", "Javanese"), (languages["pt"], languages["jv"]));
        Assert.All(languages, language => Assert.NotEqual(language.Key, language.Value));
        Assert.Equal("""["en:pt","pt:en"]""", models[0].GetProperty("two_way_translation_pairs").ToString());
        var targets = models[0].GetProperty("translation_targets");
        Assert.Equal("""{"target_language":"pt","source_languages":["en"],"exclude_source_languages":[]}""", targets[1].ToString());

        // Whisper itself translates into English what no text model does.
        Assert.Equal("en", targets[0].String("target_language"));
        Assert.Equal(
            languages.Keys.Where(code => code != "en"),
            targets[0].GetProperty("source_languages").EnumerateArray().Select(code => code.GetString()!));
        Assert.Equal(
            languages.Keys.Where(code => code is not ("en" or "pt")).Select(code => $"{code}:en"),
            models[0].GetProperty("basic_translation_pairs").EnumerateArray().Select(pair => pair.GetString()!));
    }

    [Fact]
    public async Task Live_models_are_listed_with_what_live_sessions_can_do_where_they_are_served()
    {
        await using var server = await TestServer.StartAsync();
        var listed = await server.GetAsync("/v1/models");
        var live = listed.GetProperty("models").EnumerateArray().Where(m => m.String("transcription_mode") == "real_time").ToList();
        Assert.Equal(["stt-rt-v6", "stt-rt-v5", "stt-rt-v4", "stt-rt-preview"], live.Select(m => m.String("id")));
        foreach (var model in live)
        {
            foreach (var able in (string[])[
                "supports_max_endpoint_delay", "supports_endpoint_sensitivity", "supports_endpoint_latency_adjustment",
                "supports_language_hints_strict",
            ])
                Assert.True(model.GetProperty(able).GetBoolean(), able);
            Assert.Equal(3, model.GetProperty("endpoint_latency_adjustment_max_level").GetInt32());
            Assert.False(model.GetProperty("supports_agent_text_input").GetBoolean());
        }

        // OpenAI's list is of models for recordings.
        Assert.DoesNotContain(
            listed.GetProperty("data").EnumerateArray(), m => m.String("id").StartsWith("stt-rt", StringComparison.Ordinal));

        await using var without = await TestServer.StartAsync(options => options.Doors.Live.Enabled = false);
        Assert.All(
            (await without.GetAsync("/v1/models")).GetProperty("models").EnumerateArray(),
            m => Assert.Equal("async", m.String("transcription_mode")));
        using var key = await without.PostAsync("/v1/auth/temporary-api-key", "{}");
        Assert.Contains("Doors:Live:Enabled", (await Answer.ErrorAsync(key, 404, "not_found")).String("message"));
    }

    [Theory]
    [InlineData("stt-async-v6")]
    [InlineData("stt-async-v7")]
    [InlineData("stt-async-v123")]
    [InlineData("stt-async-preview")]
    [InlineData("stt-async-preview-2027-01")]
    public async Task Whatever_number_the_hosted_service_has_come_to_is_another_name_for_the_model_and_is_echoed(string model)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync(
            "/v1/transcriptions", $$"""{"model": "{{model}}", "file_id": "{{file.String("id")}}"}""");
        var created = await Answer.OkAsync(response, 201);
        Assert.Equal(model, created.String("model"));
        var ended = await server.EndAsync(created);
        Assert.Equal(("completed", model), (ended.String("status"), ended.String("model")));
    }

    [Theory]
    [InlineData("stt-async-v")]
    [InlineData("stt-async-v6x")]
    [InlineData("stt-async-vNext")]
    [InlineData("stt-async")]
    [InlineData("stt-rt-v3")]
    [InlineData("STT-ASYNC-V5")]
    [InlineData("stt-async-v11111111111111111111111")]
    [InlineData("stt-async-preview-of-a-long-while")]
    public async Task Any_other_name_and_one_of_more_than_32_characters_is_no_model(string model)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("hello");
        using var response = await server.PostAsync(
            "/v1/transcriptions", $$"""{"model": "{{model}}", "file_id": "{{file.String("id")}}"}""");
        var error = Assert.Single(
            (await Answer.ErrorAsync(response, 400, "invalid_request")).GetProperty("validation_errors").EnumerateArray());
        Assert.Equal("body.payload.model", error.String("location"));
        Assert.Equal(model.Length > 32 ? "too_long" : "invalid_value", error.String("error_type"));
        if (model.StartsWith("stt-rt", StringComparison.Ordinal)) Assert.Contains("is for live sessions", error.String("message"));
    }

    [Fact]
    public async Task Pairs_that_go_over_rules_between_related_languages_are_said_to_be_fair()
    {
        Tool.Of("apertium-es-pt").Require();
        await using var server = await TestServer.StartAsync(options => options.Translation.Apertium = true, realEngine: true);
        var model = (await server.GetAsync("/v1/models")).GetProperty("models")[0];
        string[] fair = [.. model.GetProperty("fair_translation_pairs").EnumerateArray().Select(pair => pair.GetString()!)];
        foreach (var pair in new[] { "en:es", "es:en", "es:pt", "pt:es" }) Assert.Contains(pair, fair);
        Assert.Empty(fair.Intersect(model.GetProperty("basic_translation_pairs").EnumerateArray().Select(pair => pair.GetString()!)));
    }
}
