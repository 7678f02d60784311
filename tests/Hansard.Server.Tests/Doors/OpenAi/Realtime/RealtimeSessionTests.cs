using System.Text.Json;

namespace Hansard.Server.Tests.Doors.OpenAi.Realtime;

/// <summary>Realtime sessions over a real WebSocket, with the real engine.</summary>
public sealed class RealtimeSessionTests(RealtimeServer realtime) : IClassFixture<RealtimeServer>
{
    private const string Transcription = "conversation.item.input_audio_transcription";

    private TestServer Server => realtime.Server;

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_silence_ends_an_utterance_and_each_event_comes_in_its_order()
    {
        await using var client = await RealtimeClient.OpenAsync(Server);
        var created = await client.NextAsync();
        Assert.Equal("session.created", created!.Value.String("type"));
        Assert.Equal("transcription", created.Value.GetProperty("session").String("type"));
        var updated = await client.UpdateAsync(new
        {
            format = Speech.Pcm,
            transcription = new { model = "gpt-4o-transcribe", language = "en", prompt = "A history of printing." },
            noise_reduction = new { type = "near_field" },
            turn_detection = new { type = "server_vad", threshold = 0.4, prefix_padding_ms = 200, silence_duration_ms = 600 },
        });
        var input = updated.GetProperty("session").GetProperty("audio").GetProperty("input");
        Assert.Equal(Speech.Rate, input.GetProperty("format").GetProperty("rate").GetInt32());
        Assert.Equal("en", input.GetProperty("transcription").String("language"));
        Assert.Equal(600, input.GetProperty("turn_detection").GetProperty("silence_duration_ms").GetInt32());

        await client.AppendAsync([.. Speech.Silence(1), .. Speech.Sound, .. Speech.Silence(2)]);
        var events = await client.AllUntilAsync($"{Transcription}.completed");

        Assert.Equal(
            [
                "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
                "conversation.item.added", "conversation.item.done", $"{Transcription}.completed",
            ],
            events.Select(each => each.String("type")).Where(type => !type.EndsWith(".delta", StringComparison.Ordinal)));
        Assert.InRange(events[0].GetProperty("audio_start_ms").GetInt64(), 600, 1_300);
        var stopped = events.First(each => each.String("type").EndsWith("stopped", StringComparison.Ordinal));
        Assert.InRange(stopped.GetProperty("audio_end_ms").GetInt64(), 2_900, 3_800);
        Assert.Single(events.Where(each => each.TryGetProperty("item_id", out _)).Select(each => each.String("item_id")).Distinct());
        var completed = events[^1];
        Assert.Contains(Speech.Said, completed.String("transcript"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(completed.String("transcript"), Deltas(events));
        var usage = completed.GetProperty("usage");
        Assert.Equal("tokens", usage.String("type"));
        Assert.Equal(
            usage.GetProperty("total_tokens").GetInt64(),
            usage.GetProperty("input_tokens").GetInt64() + usage.GetProperty("output_tokens").GetInt64());
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_client_that_commits_gets_each_utterance_when_it_says_so()
    {
        await using var client = await RealtimeClient.OpenAsync(Server);
        await client.SendAsync(new
        {
            type = "session.update",
            session = new
            {
                type = "transcription",
                include = (string[])["item.input_audio_transcription.logprobs"],
                audio = new
                {
                    input = new { transcription = new { model = "whisper-1", language = "en" }, turn_detection = (object?)null },
                },
            },
        });
        var input = (await client.UntilAsync("session.updated")).GetProperty("session").GetProperty("audio").GetProperty("input");
        Assert.Equal(JsonValueKind.Null, input.GetProperty("turn_detection").ValueKind);
        Assert.Equal(24_000, input.GetProperty("format").GetProperty("rate").GetInt32());

        string? before = null;
        for (var i = 0; i < 2; i++)
        {
            await client.AppendAsync(Speech.At24(), 9_600);
            await client.CommitAsync();
            var events = await client.AllUntilAsync($"{Transcription}.completed");
            Assert.DoesNotContain(events, each => each.String("type").Contains("speech", StringComparison.Ordinal));
            var committed = events.Single(each => each.String("type") == "input_audio_buffer.committed");
            Assert.Equal(before, committed.GetProperty("previous_item_id").GetString());
            before = committed.String("item_id");
            var completed = events[^1];
            Assert.Equal(before, completed.String("item_id"));
            Assert.Contains(Speech.Said, completed.String("transcript"), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(completed.String("transcript"), Deltas(events));
            Assert.Equal("duration", completed.GetProperty("usage").String("type"));
            Assert.InRange(completed.GetProperty("usage").GetProperty("seconds").GetDouble(), 1.7, 1.9);
            var pieces = completed.GetProperty("logprobs").EnumerateArray().ToList();
            Assert.Equal(completed.String("transcript"), string.Concat(pieces.Select(piece => piece.String("token"))).Trim());
            Assert.All(pieces, piece => Assert.True(piece.GetProperty("logprob").GetDouble() <= 0));
        }
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task The_beta_has_names_of_its_own()
    {
        await using var client = await RealtimeClient.OpenAsync(Server, isBeta: true);
        Assert.Equal("transcription_session.created", (await client.NextAsync())!.Value.String("type"));
        await client.SendAsync(new
        {
            type = "transcription_session.update",
            session = new
            {
                input_audio_format = "g711_ulaw",
                input_audio_transcription = new { model = "gpt-4o-mini-transcribe", language = "en", prompt = "" },
                turn_detection = new { type = "server_vad", silence_duration_ms = 500 },
                input_audio_noise_reduction = new { type = "far_field" },
            },
        });
        var session = (await client.UntilAsync("transcription_session.updated")).GetProperty("session");
        Assert.Equal("g711_ulaw", session.String("input_audio_format"));
        Assert.Equal("gpt-4o-mini-transcribe", session.GetProperty("input_audio_transcription").String("model"));

        await client.AppendAsync(Speech.MuLaw(), 800);
        var events = await client.AllUntilAsync($"{Transcription}.completed");
        var types = events.Select(each => each.String("type")).ToList();
        Assert.Contains("conversation.item.created", types);
        Assert.DoesNotContain("conversation.item.added", types);
        Assert.Contains("surpassed", events[^1].String("transcript"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task What_is_cleared_is_not_in_the_next_utterance()
    {
        await using var client = await RealtimeClient.StartAsync(
            Server, new { format = Speech.Pcm, transcription = new { language = "en" }, turn_detection = (object?)null });
        await client.AppendAsync(Speech.Sound);
        await client.SendAsync(new { type = "input_audio_buffer.clear" });
        await client.UntilAsync("input_audio_buffer.cleared");
        await client.SendAsync(new { type = "input_audio_buffer.commit", event_id = "mine" });
        var error = (await client.UntilAsync("error")).GetProperty("error");
        Assert.Equal(("input_audio_buffer_commit_empty", "mine"), (error.String("code"), error.String("event_id")));

        await client.AppendAsync(Speech.Silence(0.5));
        await client.CommitAsync();
        Assert.Equal("", (await client.UntilAsync($"{Transcription}.completed")).String("transcript"));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Settings_that_change_while_somebody_speaks_hold_from_then_on()
    {
        await using var client = await RealtimeClient.StartAsync(
            Server, new { format = Speech.Pcm, transcription = new { language = "en" }, turn_detection = new { type = "semantic_vad" } });
        await client.AppendAsync(Speech.Sound);
        await client.SendAsync(new
        {
            type = "session.update",
            session = new { audio = new { input = new { format = new { type = "audio/pcm" }, turn_detection = (object?)null } } },
        });
        var events = await client.AllUntilAsync("session.updated");
        var completed = events.Single(each => each.String("type") == $"{Transcription}.completed");
        Assert.Contains(Speech.Said, completed.String("transcript"), StringComparison.OrdinalIgnoreCase);

        await client.AppendAsync(Speech.At24(), 9_600);
        await client.CommitAsync();
        completed = await client.UntilAsync($"{Transcription}.completed");
        Assert.Contains(Speech.Said, completed.String("transcript"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("bearer", "/v1/realtime", "?intent=transcription")]
    [InlineData("header", "/openai/realtime", "?api-version=2025-04-01-preview&deployment=gpt-4o-transcribe&intent=transcription")]
    [InlineData("subprotocol", "/v1/realtime", "?model=gpt-4o-transcribe")]
    [InlineData("subprotocol", "/realtime", "?model=whisper-base")]
    public async Task A_key_opens_a_session_wherever_clients_have_it(string place, string path, string query)
    {
        await using var client = await RealtimeClient.ConnectAsync(
            Server, query,
            options =>
            {
                if (place == "bearer") options.SetRequestHeader("Authorization", $"Bearer {TestServer.Key}");
                if (place == "header") options.SetRequestHeader("api-key", TestServer.Key);
                if (place != "subprotocol") return;
                options.AddSubProtocol("realtime");
                options.AddSubProtocol($"openai-insecure-api-key.{TestServer.Key}");
                options.AddSubProtocol("openai-beta.realtime-v1");
            },
            path);
        Assert.Equal(place == "subprotocol" ? "realtime" : null, client.Subprotocol);
        var type = (await client.NextAsync())!.Value.String("type");
        Assert.Equal(place == "subprotocol" ? "transcription_session.created" : "session.created", type);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task What_a_session_used_is_logged()
    {
        const string Model = "gpt-live-transcribe";
        await using (var client = await RealtimeClient.StartAsync(
            Server, new { format = Speech.Pcm, transcription = new { model = Model, language = "en" }, turn_detection = (object?)null }))
        {
            await client.AppendAsync(Speech.Sound);
            await client.CommitAsync();
            await client.UntilAsync($"{Transcription}.completed");
        }
        for (var attempt = 0; ; attempt++)
        {
            var logs = await Server.GetAsync("/v1/usage-logs?start_time=2020-01-01T00:00:00Z&end_time=2100-01-01T00:00:00Z");
            var found = logs.GetProperty("usage_logs").EnumerateArray().FirstOrDefault(log => log.String("model") == Model);
            if (found.ValueKind is JsonValueKind.Object)
            {
                Assert.InRange(found.GetProperty("input_audio_duration_ms").GetInt64(), 1_000, 3_000);
                break;
            }
            Assert.InRange(attempt, 0, 600);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Deltas(IEnumerable<JsonElement> events) => string.Concat(
        events.Where(each => each.String("type") == $"{Transcription}.delta").Select(each => each.String("delta")));
}
