using System.Text;
using System.Text.Json;
using Hansard.Server.Projects;
using Hansard.Server.Tests.Doors.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.OpenAi.Realtime;

/// <summary>Ephemeral keys of OpenAI's realtime API, over real HTTP and WebSockets.</summary>
public sealed class ClientSecretTests(RealtimeServer realtime) : IClassFixture<RealtimeServer>
{
    private const string Path = "/v1/realtime/client_secrets";
    private const string BetaPath = "/v1/realtime/transcription_sessions";

    private const string Telephone =
        """
        "session": {"type": "transcription", "audio": {"input": {
            "format": {"type": "audio/pcmu"}, "transcription": {"model": "gpt-4o-transcribe", "language": "en"}, "turn_detection": null}}}
        """;

    private const string ForAMinute = """{"expires_after": {"anchor": "created_at", "seconds": 60}""";

    private TestServer Server => realtime.Server;

    [Fact]
    [Requires("ffmpeg")]
    public async Task Sessions_begin_with_its_settings_as_often_as_it_opens_one()
    {
        var made = await CreateAsync(Server.Client, $"{ForAMinute}, {Telephone}}}");
        var secret = made.String("value");
        Assert.Matches("^ek_[A-Za-z0-9_-]{43}$", secret);
        Assert.InRange(made.GetProperty("expires_at").GetInt64() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 0, 61);
        var settings = made.GetProperty("session");
        Assert.Equal("transcription", settings.String("type"));
        var input = settings.GetProperty("audio").GetProperty("input");
        Assert.Equal("audio/pcmu", input.GetProperty("format").String("type"));
        Assert.Equal(JsonValueKind.Null, input.GetProperty("turn_detection").ValueKind);

        // Libraries must name a model, and name that of conversations.
        foreach (var query in (string[])["", "?model=gpt-realtime", "?intent=transcription"])
        {
            await using var client = await OpenAsync(Server, secret, query, inSubprotocol: query.Length > 0);
            var session = (await client.UntilAsync("session.created")).GetProperty("session");
            Assert.Equal(settings.GetProperty("audio").GetRawText(), session.GetProperty("audio").GetRawText());
            if (query.Length == 0) await AssertHeardAsync(client);
            else await client.UpdateAsync(new { turn_detection = new { type = "semantic_vad" } });
        }
    }

    [Fact]
    public async Task The_form_of_the_beta_is_answered_and_begins_sessions_too()
    {
        using var response = await Server.PostAsync(
            BetaPath,
            """
            {
                "client_secret": {"expires_at": {"anchor": "created_at", "seconds": 7200}}, "input_audio_format": "g711_alaw",
                "input_audio_transcription": {"model": "whisper-1", "prompt": "Printing."}, "input_audio_noise_reduction": null,
                "turn_detection": {"type": "server_vad", "silence_duration_ms": 700}
            }
            """);
        var made = await Answer.OkAsync(response, 200);
        var secret = made.GetProperty("client_secret");
        Assert.InRange(secret.GetProperty("expires_at").GetInt64() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 7_000, 7_201);
        Assert.Equal("g711_alaw", made.String("input_audio_format"));
        Assert.Equal(700, made.GetProperty("turn_detection").GetProperty("silence_duration_ms").GetInt32());

        await using var client = await RealtimeClient.ConnectAsync(Server, "?intent=transcription", options =>
        {
            options.AddSubProtocol("realtime");
            options.AddSubProtocol($"openai-insecure-api-key.{secret.String("value")}");
            options.AddSubProtocol("openai-beta.realtime-v1");
        });
        var session = (await client.UntilAsync("transcription_session.created")).GetProperty("session");
        string[] names = ["input_audio_format", "input_audio_transcription", "input_audio_noise_reduction", "turn_detection", "include"];
        Assert.All(names, name => Assert.Equal(made.GetProperty(name).GetRawText(), session.GetProperty(name).GetRawText()));
    }

    [Theory]
    [InlineData(Path, """{"expires_after": {"seconds": 9}}""", "expires_after.seconds")]
    [InlineData(Path, """{"expires_after": {"seconds": 7201}}""", "expires_after.seconds")]
    [InlineData(Path, """{"expires_after": {"seconds": "60"}}""", "expires_after.seconds")]
    [InlineData(Path, """{"expires_after": {"anchor": "last_used_at"}}""", "expires_after.anchor")]
    [InlineData(Path, """{"expires_after": 60}""", "expires_after")]
    [InlineData(Path, """{"session": []}""", "session")]
    [InlineData(Path, """{"session": {"type": "realtime", "model": "gpt-realtime"}}""", "session.type")]
    [InlineData(Path, """{"session": {"audio": {"input": {"format": {"type": "audio/mp3"}}}}}""", "session.audio.input.format.type")]
    [InlineData(Path, """{"session": {"audio": {"input": {"transcription": {"language": "xx"}}}}}""", "language")]
    [InlineData(BetaPath, """{"client_secret": {"expires_at": {"seconds": 1}}}""", "client_secret.expires_at.seconds")]
    [InlineData(BetaPath, """{"client_secret": "ek_mine"}""", "client_secret")]
    [InlineData(BetaPath, """{"input_audio_format": "mp3"}""", "input_audio_format")]
    [InlineData(BetaPath, """{"turn_detection": {"threshold": 7}}""", "turn_detection.threshold")]
    [InlineData(BetaPath, """{"include": "logprobs"}""", "include")]
    public async Task A_wrong_field_is_named_in_the_form_of_the_protocol(string path, string body, string param)
    {
        using var response = await Server.PostAsync(path, body);
        var error = await ErrorAsync(response, 400, "invalid_request_error");
        Assert.Equal(param, error.String("param"));
    }

    [Fact]
    public async Task Settings_are_bounded_and_nothing_asked_for_is_the_usual()
    {
        var large = JsonSerializer.Serialize(new { session = new { note = new string('x', 70_000) } });
        using var response = await Server.PostAsync(Path, large);
        Assert.Equal("session", (await ErrorAsync(response, 400, "invalid_request_error")).String("param"));

        using var nothing = await Server.Client.PostAsync(Path, content: null, TestContext.Current.CancellationToken);
        var made = await Answer.OkAsync(nothing, 200);
        Assert.InRange(made.GetProperty("expires_at").GetInt64() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 500, 601);
        Assert.Equal("transcription", made.GetProperty("session").String("type"));
    }

    [Fact]
    public async Task It_opens_realtime_sessions_and_nothing_else()
    {
        var secret = (await CreateAsync(Server.Client, "{}")).String("value");
        using var stranger = Server.NewClient(secret);
        foreach (var path in (string[])["/v1/models", "/v1/files", "/v1/transcriptions", "/v1/usage-logs"])
        {
            using var refused = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains("realtime sessions", (await Answer.ErrorAsync(refused, 401, "unauthenticated")).String("message"));
        }
        foreach (var path in (string[])[Path, BetaPath, "/v1/audio/transcriptions"])
        {
            using var refused = await Server.PostAsync(path, "{}", stranger);
            await ErrorAsync(refused, 401, "authentication_error");
        }
        using var temporary = await Server.PostAsync(
            "/v1/auth/temporary-api-key", """{"usage_type": "transcribe_websocket", "expires_in_seconds": 60}""", stranger);
        await Answer.ErrorAsync(temporary, 401, "unauthenticated");

        await using var live = await LiveClient.StartAsync(Server, new { api_key = secret });
        Assert.Equal(401, (await live.AllAsync())[^1].GetProperty("error_code").GetInt32());
    }

    [Fact]
    public async Task A_temporary_key_of_other_live_sessions_opens_none_of_these()
    {
        using var made = await Server.PostAsync(
            "/v1/auth/temporary-api-key", """{"usage_type": "transcribe_websocket", "expires_in_seconds": 60}""");
        await AssertRefusedAsync(Server, (await Answer.OkAsync(made, 201)).String("api_key"));
    }

    [Fact]
    public async Task It_is_revoked_with_the_key_that_made_it()
    {
        var projects = Server.Host.Services.GetRequiredService<IProjectStore>();
        using var client = Server.NewClient(
            await projects.CreateKeyAsync("revoked", "parent", cancellationToken: TestContext.Current.CancellationToken));
        var secret = (await CreateAsync(client, "{}")).String("value");
        await using (var open = await OpenAsync(Server, secret)) await open.UntilAsync("session.created");
        var parent = projects.Keys().Single(each => each.Project == "revoked");
        Assert.True(await projects.RevokeAsync(parent.Id, TestContext.Current.CancellationToken));
        await AssertRefusedAsync(Server, secret);
    }

    [Fact]
    public async Task It_outlives_a_restart_is_nowhere_on_the_disk_and_expires_without_ending_what_is_open()
    {
        var clock = new ShiftedClock();
        string data, secret;
        await using (var first = await TestServer.StartAsync())
        {
            secret = (await CreateAsync(first.Client, $"{ForAMinute}, {Telephone}}}")).String("value");
            data = await first.StopAndKeepDataAsync();
        }
        foreach (var file in Directory.GetFiles(data, "hansard.db*"))
        {
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)));
        }

        await using var second = await TestServer.StartAsync(
            data: data, replace: services => services.AddSingleton<TimeProvider>(clock), realEngine: true);
        await using var open = await OpenAsync(second, secret);
        var input = (await open.UntilAsync("session.created")).GetProperty("session").GetProperty("audio").GetProperty("input");
        Assert.Equal("audio/pcmu", input.GetProperty("format").String("type"));
        clock.Shift(TimeSpan.FromSeconds(61));
        await AssertRefusedAsync(second, secret);
        await open.UpdateAsync(new { });
    }

    [Fact]
    public async Task Its_settings_count_on_a_server_without_keys_too()
    {
        await using var server = await TestServer.StartAsync(options => (options.NoAuth, options.ApiKey) = (true, null), realEngine: true);
        var secret = (await CreateAsync(server.Client, $"{ForAMinute}, {Telephone}}}")).String("value");
        await using var client = await OpenAsync(server, secret);
        var input = (await client.UntilAsync("session.created")).GetProperty("session").GetProperty("audio").GetProperty("input");
        Assert.Equal("audio/pcmu", input.GetProperty("format").String("type"));
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(Path, content, TestContext.Current.CancellationToken);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return await Answer.OkAsync(response, 200);
    }

    private static Task<RealtimeClient> OpenAsync(TestServer server, string secret, string query = "", bool inSubprotocol = false)
        => RealtimeClient.ConnectAsync(server, query, options =>
        {
            if (!inSubprotocol)
            {
                options.SetRequestHeader("Authorization", $"Bearer {secret}");
                return;
            }
            options.AddSubProtocol("realtime");
            options.AddSubProtocol($"openai-insecure-api-key.{secret}");
        });

    private static async Task AssertRefusedAsync(TestServer server, string secret)
    {
        await using var client = await OpenAsync(server, secret, "?intent=transcription");
        var error = Assert.Single(await client.AllAsync()).GetProperty("error");
        Assert.Equal("authentication_error", error.String("type"));
        Assert.Contains(Path, error.String("message"), StringComparison.Ordinal);
        Assert.Equal(3000, (int)client.CloseStatus!);
    }

    private static async Task AssertHeardAsync(RealtimeClient client)
    {
        await client.AppendAsync(Speech.MuLaw());
        await client.CommitAsync();
        var completed = await client.UntilAsync("conversation.item.input_audio_transcription.completed");
        Assert.Contains(Speech.Said, completed.String("transcript"), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response, int status, string type)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, text);
        var error = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("error");
        Assert.Equal(type, error.String("type"));
        Assert.NotEmpty(error.String("message"));
        return error;
    }
}
