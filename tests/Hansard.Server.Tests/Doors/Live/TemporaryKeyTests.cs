using System.Text;
using System.Text.Json;
using Hansard.Server.Projects;
using Hansard.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>Keys that open live sessions for a while, over real HTTP and WebSockets.</summary>
public sealed class TemporaryKeyTests(LiveServer live) : IClassFixture<LiveServer>
{
    private const string Path = "/v1/auth/temporary-api-key";

    private TestServer Server => live.Server;

    [Fact]
    public async Task It_opens_sessions_in_all_three_ways_which_are_logged_under_its_own_name()
    {
        using var client = await Server.NewProjectAsync("three ways");
        var made = await CreateAsync(client, """, "client_reference_id": "of the key" """);
        var key = made.String("api_key");
        Assert.Matches("^temp_[A-Za-z0-9_-]{43}$", key);
        Assert.InRange((made.GetProperty("expires_at").GetDateTimeOffset() - DateTimeOffset.UtcNow).TotalSeconds, 0, 601);

        const string Start = """{"model": "stt-rt-v5", "audio_format": "auto", "client_reference_id": "of the session"}""";
        await using (var byHeader = await LiveClient.ConnectAsync(Server, o => o.SetRequestHeader("Authorization", $"Bearer {key}")))
            Assert.Equal(400, await CodeAsync(byHeader, Start));
        await using (var bySubprotocol = await LiveClient.ConnectAsync(Server, options =>
        {
            options.AddSubProtocol("soniox-api-key");
            options.AddSubProtocol(key);
        }))
            Assert.Equal(400, await CodeAsync(bySubprotocol, Start));
        Assert.Equal(400, await CodeAsync(key));

        // A session that had no sound is one all the same.
        const string Window = "?start_time=2026-01-01T00:00:00Z&end_time=2999-01-01T00:00:00Z";
        List<JsonElement> logs = [];
        for (var attempt = 0; logs.Count < 3 && attempt < 600; attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            logs = [.. (await Server.GetAsync($"/v1/usage-logs{Window}", client)).GetProperty("usage_logs").EnumerateArray()];
        }
        Assert.Equal(3, logs.Count);
        Assert.All(logs, log => Assert.Equal(
            ("of the key", "real_time"), (log.String("client_reference_id"), log.String("transcription_mode"))));
    }

    [Theory]
    [InlineData("""{"expires_in_seconds": 60}""", "usage_type")]
    [InlineData("""{"usage_type": "transcribe_websocket"}""", "expires_in_seconds")]
    [InlineData("""{"usage_type": "transcribe_websocket", "expires_in_seconds": 0}""", "expires_in_seconds")]
    [InlineData("""{"usage_type": "transcribe_websocket", "expires_in_seconds": 3601}""", "expires_in_seconds")]
    [InlineData("""{"usage_type": "transcribe_websocket", "expires_in_seconds": "60"}""", "expires_in_seconds")]
    [InlineData("""{"usage_type": "tts_rt", "expires_in_seconds": 60}""", "usage_type")]
    [InlineData("""{"usage_type": "anything", "expires_in_seconds": 60}""", "usage_type")]
    [InlineData(
        """{"usage_type": "transcribe_websocket", "expires_in_seconds": 60, "max_session_duration_seconds": 18001}""",
        "max_session_duration_seconds")]
    [InlineData("""{"usage_type": "transcribe_websocket", "expires_in_seconds": 60, "single_use": 1}""", "single_use")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        using var response = await Server.PostAsync(Path, body);
        var error = Assert.Single(
            (await Answer.ErrorAsync(response, 400, "invalid_request")).GetProperty("validation_errors").EnumerateArray());
        Assert.Equal($"body.payload.{field}", error.String("location"));
        if (body.Contains("tts_rt", StringComparison.Ordinal)) Assert.Contains("speech synthesis", error.String("message"));
    }

    [Fact]
    public async Task A_key_for_one_session_opens_one_and_is_not_used_up_by_what_was_refused()
    {
        var key = (await CreateAsync(Server.Client, """, "single_use": true""")).String("api_key");
        await using (var refused = await LiveClient.ConnectAsync(Server))
            Assert.Equal(400, await CodeAsync(refused, $$"""{"model": "none", "audio_format": "auto", "api_key": "{{key}}"}"""));
        var codes = await Task.WhenAll(CodeAsync(key), CodeAsync(key), CodeAsync(key));
        Assert.Equal([400, 401, 401], codes.Order());
    }

    [Fact]
    public async Task It_opens_nothing_when_it_has_expired_and_what_is_open_goes_on()
    {
        var key = (await CreateAsync(Server.Client, "", seconds: 2)).String("api_key");
        await using var open = await LiveClient.StartAsync(Server, new { api_key = key });
        await open.SendAsync("""{"type": "keepalive"}""");
        for (var attempt = 0; await CodeAsync(key) != 401; attempt++)
        {
            Assert.InRange(attempt, 0, 300);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        await open.SendAsync("");
        Assert.Equal(400, Code(await open.AllAsync()));
    }

    [Fact]
    public async Task A_session_lasts_as_long_as_the_key_allows()
    {
        var key = (await CreateAsync(Server.Client, """, "max_session_duration_seconds": 1""")).String("api_key");
        await using var client = await LiveClient.StartAsync(Server, new { api_key = key });
        var last = (await client.AllAsync())[^1];
        Assert.Equal(
            (403, "temp_api_key_session_expired"), (last.GetProperty("error_code").GetInt32(), last.String("error_type")));
    }

    [Fact]
    public async Task It_is_revoked_with_the_key_that_made_it()
    {
        var projects = Server.Host.Services.GetRequiredService<IProjectStore>();
        using var client = Server.NewClient(
            await projects.CreateKeyAsync("to revoke", "parent", cancellationToken: TestContext.Current.CancellationToken));
        var key = (await CreateAsync(client, "")).String("api_key");
        Assert.Equal(400, await CodeAsync(key));
        var parent = projects.Keys().Single(each => each.Project == "to revoke");
        Assert.True(await projects.RevokeAsync(parent.Id, TestContext.Current.CancellationToken));
        Assert.Equal(401, await CodeAsync(key));
    }

    [Fact]
    public async Task It_opens_nothing_but_sessions()
    {
        using var client = Server.NewClient((await CreateAsync(Server.Client, "")).String("api_key"));
        foreach (var path in (string[])["/v1/models", "/v1/files", "/v1/usage-logs"])
        {
            using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains("live sessions", (await Answer.ErrorAsync(response, 401, "unauthenticated")).String("message"));
        }
        using var another = await Server.PostAsync(
            Path, """{"usage_type": "transcribe_websocket", "expires_in_seconds": 60}""", client);
        await Answer.ErrorAsync(another, 401, "unauthenticated");
    }

    [Fact]
    public async Task Running_sessions_count_among_what_runs_at_once()
    {
        using var client = await Server.NewProjectAsync("counted");
        var key = (await CreateAsync(client, "")).String("api_key");
        await using var session = await LiveClient.StartAsync(
            Server, new { api_key = key, audio_format = "pcm_s16le", sample_rate = 16_000, num_channels = 1 });
        // One in which nobody speaks has no place.
        Assert.Equal(0, await CountAsync());
        await session.SendAsync(new byte[3_200].AsMemory());
        for (var attempt = 0; await CountAsync() != 1; attempt++)
        {
            Assert.InRange(attempt, 0, 600);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        // Also in the history, while it runs and when it has ended.
        Assert.Equal(1, await PeakAsync());
        await session.SendAsync("");
        await session.AllAsync();
        for (var attempt = 0; await CountAsync() != 0; attempt++)
        {
            Assert.InRange(attempt, 0, 600);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Equal(1, await PeakAsync());

        async Task<int> PeakAsync()
        {
            var (from, to) = (DateTime.UtcNow.Date.AddDays(-1), DateTime.UtcNow.Date.AddDays(2));
            var days = await Server.GetAsync(
                $"/v1/concurrent-streams-history?start_time={from:yyyy-MM-dd}T00:00:00Z&end_time={to:yyyy-MM-dd}T00:00:00Z"
                + "&period_sec=86400&kind=stt", client);
            Assert.Equal(3, days.GetProperty("entries").GetArrayLength());
            return days.GetProperty("entries").EnumerateArray().Max(day => day.GetProperty("sample_max").GetInt32());
        }

        async Task<long> CountAsync() => (await Server.GetAsync("/v1/concurrency-limits", client))
            .GetProperty("project").GetProperty("current").GetProperty("transcribe_concurrent").GetInt64();
    }

    [Fact]
    public async Task A_project_has_so_many_at_most_of_both_kinds_until_one_expires()
    {
        const int Earliest = 100;
        const string Secrets = "/v1/realtime/client_secrets";
        var database = System.IO.Path.Combine(Server.DataDirectory, "hansard.db");
        using var client = await Server.NewProjectAsync("full of keys");
        var project = Server.Host.Services.GetRequiredService<IProjectStore>().Find("full of keys")!.Id;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        DataFolder.Execute(
            database,
            $"""
            WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ITemporaryKeyStore.MostOfProject - 3})
            INSERT INTO temporary_keys (digest, project_id, key_id, single_use, expires_at)
            SELECT 'digest ' || n, '{project}', NULL, 0, {now} + 1000 * ({Earliest} + n) FROM numbers
            """);
        await CreateAsync(client, "");
        using (var last = await Server.PostAsync(Secrets, "{}", client)) await Answer.OkAsync(last, 200);

        using (var refused = await Server.PostAsync(
            Path, """{"usage_type": "transcribe_websocket", "expires_in_seconds": 60}""", client))
        {
            Assert.Contains("10,000", (await Answer.ErrorAsync(refused, 429, "limit_exceeded")).String("message"));
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, Earliest);
        }
        using (var refused = await Server.PostAsync(Secrets, "{}", client))
        {
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, Earliest);
            var text = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal("rate_limit_error", JsonSerializer.Deserialize<JsonElement>(text).GetProperty("error").String("type"));
        }
        await CreateAsync(Server.Client, "");

        DataFolder.Execute(database, $"UPDATE temporary_keys SET expires_at = {now} WHERE digest = 'digest 0'");
        await CreateAsync(client, "");
    }

    [Fact]
    public async Task It_outlives_a_restart_is_nowhere_on_the_disk_and_is_forgotten_when_it_has_expired()
    {
        var clock = new ShiftedClock();
        string data, key;
        await using (var first = await TestServer.StartAsync())
        {
            key = (await CreateAsync(first.Client, "")).String("api_key");
            data = await first.StopAndKeepDataAsync();
        }
        foreach (var file in Directory.GetFiles(data, "hansard.db*"))
        {
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)));
        }

        await using var second = await TestServer.StartAsync(
            data: data, replace: services => services.AddSingleton<TimeProvider>(clock));
        var keys = second.Host.Services.GetRequiredService<ITemporaryKeyStore>();
        Assert.NotNull(keys.Find(key));
        clock.Shift(TimeSpan.FromMinutes(11));
        Assert.Null(keys.Find(key));
        await keys.RemoveExpiredAsync(TestContext.Current.CancellationToken);
        clock.Shift(TimeSpan.FromMinutes(-11));
        Assert.Null(keys.Find(key));
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, string more, int seconds = 600)
    {
        var body = $$"""{"usage_type": "transcribe_websocket", "expires_in_seconds": {{seconds}}{{more}}}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(Path, content, TestContext.Current.CancellationToken);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return await Answer.OkAsync(response, 201);
    }

    // 400 of a session that was opened, and ended before any sound came.
    private async Task<int> CodeAsync(string key)
    {
        await using var client = await LiveClient.StartAsync(Server, new { api_key = key });
        await client.SendAsync("");
        return Code(await client.AllAsync());
    }

    private static async Task<int> CodeAsync(LiveClient client, string start)
    {
        await client.SendAsync(start);
        await client.SendAsync("");
        return Code(await client.AllAsync());
    }

    private static int Code(List<JsonElement> messages) => messages[^1].GetProperty("error_code").GetInt32();
}
