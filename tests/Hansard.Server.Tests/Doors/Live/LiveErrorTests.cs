using System.Text.Json;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>What a live session is told when something is wrong: always a message, then the close.</summary>
public sealed class LiveErrorTests(LiveServer live) : IClassFixture<LiveServer>
{
    private TestServer Server => live.Server;

    [Theory]
    [InlineData("""[1]""", 400, "invalid_request")]
    [InlineData("""{""", 400, "invalid_request")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "auto"}""", 401, "unauthenticated")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "auto", "api_key": "wrong"}""", 401, "unauthenticated")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "auto", "api_key": "\ud800"}""", 400, "invalid_request")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "auto", "\ud800 and as long as a known name": 1}""", 400, "invalid_request")]
    [InlineData("""{"audio_format": "auto", "api_key": "KEY"}""", 400, "invalid_request")]
    [InlineData("""{"model": "stt-async-v5", "audio_format": "auto", "api_key": "KEY"}""", 400, "model_not_available")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "mpeg", "api_key": "KEY"}""", 400, "invalid_request")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "pcm_s16le", "api_key": "KEY"}""", 400, "invalid_request")]
    [InlineData(
        """{"model": "stt-rt-v5", "audio_format": "pcm_s16le", "sample_rate": 1, "num_channels": 1, "api_key": "KEY"}""", 400,
        "invalid_request")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "auto", "language_hints": "en", "api_key": "KEY"}""", 400, "invalid_request")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "auto", "max_endpoint_delay_ms": 5, "api_key": "KEY"}""", 400, "invalid_request")]
    [InlineData("""{"model": "stt-rt-v5", "audio_format": "auto", "endpoint_sensitivity": 2, "api_key": "KEY"}""", 400, "invalid_request")]
    public async Task A_wrong_first_message_is_told_and_ends_the_session(string start, int code, string type)
    {
        await using var client = await LiveClient.ConnectAsync(Server);
        await client.SendAsync(start.Replace("KEY", TestServer.Key, StringComparison.Ordinal));
        Told(await client.AllAsync(), code, type);
    }

    [Fact]
    public async Task A_key_that_is_sent_twice_is_refused()
    {
        await using var client = await LiveClient.ConnectAsync(
            Server, options => options.SetRequestHeader("Authorization", $"Bearer {TestServer.Key}"));
        await client.SendAsync($$"""{"model": "stt-rt-v5", "audio_format": "auto", "api_key": "{{TestServer.Key}}"}""");
        Told(await client.AllAsync(), 401, "unauthenticated");
    }

    [Fact]
    public async Task Without_keys_no_other_web_page_opens_a_session()
    {
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.NoAuth = true;
                options.ApiKey = null;
            },
            realEngine: true);
        await using var stranger = await LiveClient.ConnectAsync(
            server, options => options.SetRequestHeader("Origin", "https://elsewhere.example"));
        await stranger.SendAsync("""{"model": "stt-rt-v5", "audio_format": "auto"}""");
        Told(await stranger.AllAsync(), 401, "unauthenticated");

        await using var own = await LiveClient.ConnectAsync(server);
        await own.SendAsync("""{"model": "stt-rt-v5", "audio_format": "auto"}""");
        await own.SendAsync("");
        Told(await own.AllAsync(), 400, "invalid_request");
    }

    [Fact]
    public async Task A_first_message_of_sound_is_refused()
    {
        await using var client = await LiveClient.ConnectAsync(Server);
        await client.SendAsync(new byte[100].AsMemory());
        Told(await client.AllAsync(), 400, "invalid_request");
    }

    [Theory]
    [InlineData("""{"type": "stop"}""")]
    [InlineData("""{"type": "\ud800"}""")]
    [InlineData("""{"kind": "finalize"}""")]
    [InlineData("""{"type": """)]
    [InlineData("no base64!")]
    [InlineData("")]
    public async Task A_wrong_message_of_control_is_told(string message)
    {
        await using var client = await LiveClient.StartAsync(Server);
        await client.SendAsync(message);
        Told(await client.AllAsync(), 400, "invalid_request");
    }

    [Theory]
    [Requires("ffmpeg")]
    [InlineData(100_000)]
    // Too little to be told before the end that it is nothing.
    [InlineData(1_000)]
    [InlineData(10)]
    public async Task Sound_that_cannot_be_decoded_is_told(int length)
    {
        await using var client = await LiveClient.StartAsync(Server);
        await client.SendAsync(new byte[length], 8_000);
        await client.SendAsync("");
        Told(await client.AllAsync(), 400, "invalid_request");
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task What_was_said_before_a_fault_is_told_before_it()
    {
        await using var client = await LiveClient.StartAsync(Server, new { language_hints = (string[])["en"] });
        await client.SendAsync(await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav")), 3_840);
        await client.SendAsync("""{"type": "stop"}""");
        var messages = await client.AllAsync();
        Assert.Contains(
            messages.SelectMany(message => message.GetProperty("tokens").EnumerateArray()),
            token => token.GetProperty("text").GetString() == " never" && token.GetProperty("is_final").GetBoolean());
        Told([messages[^1]], 400, "invalid_request");
    }

    [Fact]
    public async Task An_idle_session_is_told_so()
    {
        await using var server = await TestServer.StartAsync(
            options => options.Doors.Live.Idle = TimeSpan.FromSeconds(1), realEngine: true);
        await using var client = await LiveClient.StartAsync(server);
        Told(await client.AllAsync(), 408, "request_timeout");
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_server_that_stops_tells_what_was_said_and_that_it_stops()
    {
        await using var server = await TestServer.StartAsync(
            options => options.Jobs.StopGrace = TimeSpan.FromSeconds(20), realEngine: true);
        await using var client = await LiveClient.StartAsync(server, new { language_hints = (string[])["en"] });
        await client.SendAsync(await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav")), 3_840);
        await client.UntilAsync(message => message.GetProperty("tokens").GetArrayLength() > 0);
        var stopping = server.Host.StopAsync();
        var messages = await client.AllAsync();
        await stopping;
        Assert.Contains(
            messages.SelectMany(message => message.GetProperty("tokens").EnumerateArray()),
            token => token.GetProperty("text").GetString() == " never" && token.GetProperty("is_final").GetBoolean());
        Told([messages[^1]], 503, "service_unavailable");
    }

    [Fact]
    public async Task A_request_that_is_no_socket_is_told_what_to_do()
    {
        using var response = await Server.Client.GetAsync("/transcribe-websocket", TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("ws://", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static void Told(List<JsonElement> messages, int code, string type)
    {
        var error = Assert.Single(messages);
        Assert.Equal((code, type), (error.GetProperty("error_code").GetInt32(), error.GetProperty("error_type").GetString()));
        Assert.NotEmpty(error.GetProperty("error_message").GetString()!);
        Assert.NotEmpty(error.GetProperty("request_id").GetString()!);
        Assert.EndsWith($"/docs/errors/{type}", error.GetProperty("more_info").GetString(), StringComparison.Ordinal);
        Assert.Empty(error.GetProperty("tokens").EnumerateArray());
    }
}
