using System.Net.WebSockets;

namespace Hansard.Server.Tests.Doors.OpenAi.Realtime;

/// <summary>What a realtime session is told when something is wrong, and whether it goes on.</summary>
public sealed class RealtimeErrorTests(RealtimeServer realtime) : IClassFixture<RealtimeServer>
{
    private TestServer Server => realtime.Server;

    [Theory]
    [InlineData("""{"event_id": "e1"}""", "type")]
    [InlineData("""{"event_id": "e1", "type": "response.create"}""", "type")]
    [InlineData("""{"event_id": "e1", "type": "conversation.item.create", "item": {}}""", "type")]
    [InlineData("""{"event_id": "e1", "type": "whatever"}""", "type")]
    [InlineData("""{"event_id": "e1", "type": "input_audio_buffer.append"}""", "audio")]
    [InlineData("""{"event_id": "e1", "type": "input_audio_buffer.append", "audio": "no base64!"}""", "audio")]
    [InlineData("""{"event_id": "e1", "type": "input_audio_buffer.append", "audio": 5}""", "audio")]
    [InlineData("""{"event_id": "e1", "type": "input_audio_buffer.commit"}""", null)]
    [InlineData("""{"event_id": "e1", "type": "session.update"}""", "session")]
    [InlineData("""{"event_id": "e1", "type": "session.update", "session": {"type": "realtime"}}""", "session.type")]
    [InlineData("""{"event_id": "e1", "type": "session.update", "session": {"audio": []}}""", "session.audio")]
    [InlineData(
        """{"event_id": "e1", "type": "session.update", "session": {"audio": {"input": {"format": {"type": "audio/mp3"}}}}}""",
        "session.audio.input.format.type")]
    [InlineData(
        """{"event_id": "e1", "type": "session.update", "session": {"audio": {"input": {"format": {"rate": 1}}}}}""",
        "session.audio.input.format.rate")]
    [InlineData(
        """{"event_id": "e1", "type": "session.update", "session": {"audio": {"input": {"turn_detection": {"type": "loud"}}}}}""",
        "session.audio.input.turn_detection.type")]
    [InlineData(
        """{"event_id": "e1", "type": "session.update", "session": {"audio": {"input": {"transcription": {"model": "gpt-5"}}}}}""",
        "model")]
    [InlineData(
        """{"event_id": "e1", "type": "session.update", "session": {"audio": {"input": {"transcription": {"language": "xx"}}}}}""",
        "language")]
    [InlineData(
        """{"event_id": "e1", "type": "transcription_session.update", "session": {"input_audio_format": "mp3"}}""",
        "session.input_audio_format")]
    [InlineData(
        """{"event_id": "e1", "type": "transcription_session.update", "session": {"turn_detection": {"threshold": 7}}}""",
        "session.turn_detection.threshold")]
    public async Task A_wrong_event_is_answered_and_the_session_goes_on(string message, string? param)
    {
        await using var client = await RealtimeClient.OpenAsync(Server);
        await client.SendTextAsync(message);
        var error = (await client.UntilAsync("error")).GetProperty("error");
        Assert.Equal("invalid_request_error", error.String("type"));
        Assert.Equal("e1", error.String("event_id"));
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.NotEmpty(error.String("message"));
        Assert.NotEmpty(error.String("code"));
        await client.UpdateAsync(new { turn_detection = (object?)null });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"type": "\ud800"}""")]
    [InlineData("""{"type": "session.update", "session": {"type": "\ud800"}}""")]
    [InlineData("""{"type": "session.update", "session": {"input_audio_format": "\udfff"}}""")]
    public async Task A_message_that_is_no_event_is_answered_and_the_session_goes_on(string message)
    {
        await using var client = await RealtimeClient.OpenAsync(Server);
        await client.SendTextAsync(message);
        Assert.Equal("invalid_request_error", (await client.UntilAsync("error")).GetProperty("error").String("type"));
        await client.SendBytesAsync([1, 2, 3], WebSocketMessageType.Binary, isLast: true);
        Assert.Contains("Base64", (await client.UntilAsync("error")).GetProperty("error").String("message"), StringComparison.Ordinal);
        await client.UpdateAsync(new { });
    }

    [Theory]
    [InlineData("wrong", "?intent=transcription", "authentication_error", 3000)]
    [InlineData(null, "?intent=transcription", "authentication_error", 3000)]
    [InlineData(TestServer.Key, "?model=gpt-realtime", "invalid_request_error", 1008)]
    [InlineData(TestServer.Key, "", "invalid_request_error", 1008)]
    public async Task A_session_that_may_not_be_is_told_why(string? key, string query, string type, int status)
    {
        await using var client = await RealtimeClient.ConnectAsync(Server, query, options =>
        {
            options.AddSubProtocol("realtime");
            if (key is not null) options.AddSubProtocol($"openai-insecure-api-key.{key}");
        });
        var error = Assert.Single(await client.AllAsync()).GetProperty("error");
        Assert.Equal(type, error.String("type"));
        Assert.Equal(status, (int)client.CloseStatus!);
    }

    [Fact]
    public async Task An_idle_session_is_told_so()
    {
        await using var server = await TestServer.StartAsync(
            options => options.Doors.OpenAi.RealtimeIdle = TimeSpan.FromSeconds(1), realEngine: true);
        await using var client = await RealtimeClient.OpenAsync(server);
        Assert.Equal("request_timeout", (await client.AllAsync())[^1].GetProperty("error").String("code"));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Places_are_those_of_live_sessions_and_only_sound_takes_one()
    {
        List<RealtimeClient> clients = [];
        for (var i = 0; i < 5; i++)
        {
            clients.Add(await RealtimeClient.StartAsync(
                Server, new { format = Speech.Pcm, transcription = new { language = "en" }, turn_detection = (object?)null }));
        }
        foreach (var client in clients) await client.AppendAsync(Speech.Sound);
        // Whichever comes last; the others wait for more.
        var refused = await await Task.WhenAny(clients.Select(client => client.AllAsync()));
        Assert.Equal("rate_limit_error", refused[^1].GetProperty("error").String("type"));
        foreach (var client in clients) client.Abort();
        for (var attempt = 0; ; attempt++)
        {
            await using var next = await RealtimeClient.StartAsync(Server, new { format = Speech.Pcm, turn_detection = (object?)null });
            await next.AppendAsync(Speech.Silence(0.2));
            await next.CommitAsync();
            if ((await next.NextAsync())!.Value.String("type") == "input_audio_buffer.committed") break;
            Assert.InRange(attempt, 0, 200);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_server_that_stops_tells_what_was_said_and_that_it_stops()
    {
        await using var server = await TestServer.StartAsync(
            options => options.Jobs.StopGrace = TimeSpan.FromSeconds(20), realEngine: true);
        await using var client = await RealtimeClient.StartAsync(
            server, new { format = Speech.Pcm, transcription = new { language = "en" }, turn_detection = new { type = "server_vad" } });
        await client.AppendAsync(Speech.Sound);
        await client.UntilAsync("input_audio_buffer.speech_started");
        var stopping = server.Host.StopAsync();
        var events = await client.AllAsync();
        await stopping;
        var completed = events.Single(each => each.String("type").EndsWith(".completed", StringComparison.Ordinal));
        Assert.Contains(Speech.Said, completed.String("transcript"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("service_unavailable", events[^1].GetProperty("error").String("code"));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_client_that_reads_late_and_sends_at_once_gets_all_of_it()
    {
        await using var client = await RealtimeClient.StartAsync(
            Server, new { format = Speech.Pcm, transcription = new { language = "en" }, turn_detection = new { type = "server_vad" } });
        await client.AppendAsync([.. Enumerable.Repeat<byte[]>([.. Speech.Sound, .. Speech.Silence(2)], 4).SelectMany(each => each)]);
        await client.CommitAsync();
        var texts = new List<string>();
        while (texts.Count < 4)
        {
            var text = (await client.UntilAsync("conversation.item.input_audio_transcription.completed")).String("transcript");
            if (text.Length > 0) texts.Add(text);
        }
        Assert.All(texts, text => Assert.Contains("surpassed", text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_request_that_is_no_socket_is_told_what_to_do()
    {
        using var response = await Server.Client.GetAsync("/v1/realtime", TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("ws://", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
