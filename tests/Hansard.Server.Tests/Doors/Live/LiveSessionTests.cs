using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>Live sessions over a real WebSocket, with the real engine.</summary>
public sealed class LiveSessionTests(LiveServer live) : IClassFixture<LiveServer>
{
    private const string Said = "has never been surpassed";

    private TestServer Server => live.Server;

    [Theory]
    [Requires("ffmpeg")]
    [InlineData("header")]
    [InlineData("subprotocol")]
    [InlineData("message")]
    public async Task A_session_is_opened_with_the_key_in_any_of_three_places(string place)
    {
        await using var client = await LiveClient.ConnectAsync(Server, options =>
        {
            if (place == "header") options.SetRequestHeader("Authorization", $"Bearer {TestServer.Key}");
            if (place != "subprotocol") return;
            options.AddSubProtocol("soniox-api-key");
            options.AddSubProtocol(TestServer.Key);
        });
        Assert.Equal(place == "subprotocol" ? "soniox-api-key" : null, client.Subprotocol);
        var key = place == "message" ? $", \"api_key\": \"{TestServer.Key}\"" : "";
        await client.SendAsync($$"""{"model": "stt-rt-v6", "audio_format": "auto", "context": null, "unknown": 1{{key}}}""");
        await client.SendAsync(Sound(), 3_840);
        await client.SendAsync("");

        var messages = await client.AllAsync();

        Assert.Contains(Said, Text(messages), StringComparison.OrdinalIgnoreCase);
        Assert.True(messages[^1].GetProperty("finished").GetBoolean());
        Assert.Empty(messages[^1].GetProperty("tokens").EnumerateArray());
        Assert.All(messages, message =>
        {
            Assert.False(message.TryGetProperty("error_code", out _));
            Assert.True(message.GetProperty("total_audio_proc_ms").GetInt64() >= message.GetProperty("final_audio_proc_ms").GetInt64());
            var final = message.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("is_final").GetBoolean()).ToList();
            Assert.Equal(final.OrderDescending(), final);
        });
        Assert.All(messages.SelectMany(message => message.GetProperty("tokens").EnumerateArray()), token =>
            Assert.Equal(["text", "start_ms", "end_ms", "confidence", "is_final"], token.EnumerateObject().Select(field => field.Name)));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Words_come_while_the_sound_goes_on_and_a_finalize_is_answered()
    {
        await using var client = await LiveClient.StartAsync(
            Server, new { audio_format = "pcm_s16le", sample_rate = 16_000, num_channels = 1, language_hints = (string[])["en"] });
        await client.SendAsync(Sound()[44..], 3_200);
        var seen = await client.UntilAsync(message => Tokens(message, isFinal: false).Contains("never", StringComparison.Ordinal));
        await client.SendAsync("""{"type": "finalize", "trailing_silence_ms": 300}""");
        await client.SendAsync("""{"type": "keepalive"}""");
        seen.AddRange(await client.UntilAsync(message => Tokens(message, isFinal: true).Contains("<fin>", StringComparison.Ordinal)));
        Assert.Contains(Said, Text(seen), StringComparison.OrdinalIgnoreCase);
        await client.SendAsync(ReadOnlyMemory<byte>.Empty);
        Assert.True((await client.AllAsync())[^1].GetProperty("finished").GetBoolean());
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task An_utterance_ends_with_a_token_of_its_own()
    {
        await using var client = await LiveClient.StartAsync(
            Server, new { enable_endpoint_detection = true, language_hints = (string[])["en"] });
        await client.SendAsync([.. Sound(), .. new byte[4 * 32_000]], 3_840);
        var seen = await client.UntilAsync(message => Tokens(message, isFinal: true).Contains("<end>", StringComparison.Ordinal));
        Assert.EndsWith("surpassed.<end>", Text(seen), StringComparison.Ordinal);
        await client.SendAsync("");
        Assert.DoesNotContain("<end>", Text(await client.AllAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [Requires("ffmpeg")]
    [InlineData("test.webm", 1_000)]
    [InlineData("test_opus.ogg", 313)]
    [InlineData("test.mp3", 4_000)]
    public async Task Containers_come_in_pieces_of_any_size(string file, int piece)
    {
        await using var client = await LiveClient.StartAsync(Server);
        await client.SendAsync(await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "formats", file)), piece);
        await client.SendAsync("");
        var messages = await client.AllAsync();
        Assert.NotEmpty(Text(messages));
        Assert.Equal(5_855, messages[^1].GetProperty("total_audio_proc_ms").GetInt64(), 150.0);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Speakers_and_languages_are_on_the_tokens_where_they_are_asked_for()
    {
        await using var client = await LiveClient.StartAsync(
            Server, new { enable_speaker_diarization = true, enable_language_identification = true });
        await client.SendAsync(Sound(), 3_840);
        await client.SendAsync("");
        var tokens = (await client.AllAsync()).SelectMany(message => message.GetProperty("tokens").EnumerateArray()).ToList();
        Assert.NotEmpty(tokens);
        Assert.All(tokens, token => Assert.Equal("1", token.GetProperty("speaker").GetString()));
        Assert.All(tokens, token => Assert.Equal("en", token.GetProperty("language").GetString()));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task What_a_session_used_is_logged_though_its_client_leaves_at_once()
    {
        var reference = $"session-{Guid.NewGuid()}";
        await using var client = await LiveClient.StartAsync(Server, new { client_reference_id = reference });
        await client.SendAsync(Sound(), 3_840);
        await client.SendAsync("");
        await client.LeaveAsync();

        for (var attempt = 0; ; attempt++)
        {
            var logs = await Server.GetAsync("/v1/usage-logs?start_time=2020-01-01T00:00:00Z&end_time=2100-01-01T00:00:00Z");
            var found = logs.GetProperty("usage_logs").EnumerateArray()
                .FirstOrDefault(log => log.GetProperty("client_reference_id").GetString() == reference);
            if (found.ValueKind is JsonValueKind.Object)
            {
                Assert.Equal("stt-rt-v5", found.GetProperty("model").GetString());
                Assert.InRange(found.GetProperty("input_audio_duration_ms").GetInt64(), 1_000, 3_000);
                Assert.InRange(found.GetProperty("output_text_tokens").GetInt64(), 4, 8);
                break;
            }
            Assert.InRange(attempt, 0, 600);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static byte[] Sound() => File.ReadAllBytes(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"));

    private static string Text(IEnumerable<JsonElement> messages)
        => string.Concat(messages.Select(message => Tokens(message, isFinal: true)));

    private static string Tokens(JsonElement message, bool isFinal) => string.Concat(
        message.GetProperty("tokens").EnumerateArray()
            .Where(token => token.GetProperty("is_final").GetBoolean() == isFinal)
            .Select(token => token.GetProperty("text").GetString()));
}
