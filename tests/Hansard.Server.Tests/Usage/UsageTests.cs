namespace Hansard.Server.Tests.Usage;

public sealed class UsageTests
{
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    [Fact]
    public async Task Completed_transcriptions_are_logged_and_stay_when_they_are_deleted()
    {
        await using var server = await TestServer.StartAsync();
        var first = await server.EndAsync(await server.TranscribeAsync("hello my world", more: new { client_reference_id = "mine" }));
        var second = await server.EndAsync(await server.TranscribeAsync("again"));
        await server.EndAsync(await server.TranscribeAsync("invalid"));
        (await server.Client.DeleteAsync($"/v1/transcriptions/{first.String("id")}")).Dispose();

        var logs = (await server.GetAsync($"/v1/usage-logs?{Always}")).GetProperty("usage_logs");
        Assert.Equal([first.String("id"), second.String("id")], logs.EnumerateArray().Select(l => l.String("uuid")));
        Assert.Equal(
            [
                "uuid", "request_scope", "client_reference_id", "model", "transcription_mode", "start_time", "end_time",
                "input_text_tokens", "input_audio_tokens", "input_audio_duration_ms", "output_text_tokens", "output_audio_tokens",
                "output_audio_duration_ms",
                "cost_usd", "input_cost_usd", "input_text_cost_usd", "input_audio_cost_usd", "output_cost_usd",
                "output_text_cost_usd", "output_audio_cost_usd",
            ],
            logs[0].EnumerateObject().Select(p => p.Name));
        Assert.All(
            logs.EnumerateArray(), log => Assert.Equal(("api", "async"), (log.String("request_scope"), log.String("transcription_mode"))));
        Assert.Equal("mine", logs[0].String("client_reference_id"));
        Assert.Equal("", logs[1].String("client_reference_id"));
        Assert.Equal(2000, logs[0].GetProperty("input_audio_duration_ms").GetInt64());
        Assert.Equal(3, logs[0].GetProperty("output_text_tokens").GetInt64());
        Assert.Equal("0", logs[0].String("cost_usd"));
    }

    [Fact]
    public async Task What_the_web_page_sends_counts_as_playground_everywhere()
    {
        await using var server = await TestServer.StartAsync();
        using var page = server.NewClient(TestServer.Key);
        page.DefaultRequestHeaders.Add("X-Hansard-Client", "playground");
        await server.EndAsync(await server.TranscribeAsync("of a program"));
        var mine = await server.EndAsync(await server.TranscribeAsync("of the page", page));
        foreach (var list in (string[])["files", "transcriptions"])
            Assert.Equal("""{"total":2,"public_api":1,"playground":1}""", (await server.GetAsync($"/v1/{list}/count")).ToString());
        var logs = (await server.GetAsync($"/v1/usage-logs?{Always}")).GetProperty("usage_logs");
        Assert.Equal(["api", "playground"], logs.EnumerateArray().Select(log => log.String("request_scope")));
        Assert.Equal(mine.String("id"), logs[1].String("uuid"));
    }

    [Fact]
    public async Task Logs_are_paged_in_both_orders()
    {
        await using var server = await TestServer.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add((await server.EndAsync(await server.TranscribeAsync($"job {i}"))).String("id"));
        foreach (var sort in (string[])["end_time_asc", "end_time_desc"])
        {
            var seen = new List<string>();
            var cursor = "";
            while (cursor is not null)
            {
                var page = await server.GetAsync($"/v1/usage-logs?{Always}&limit=2&sort={sort}&cursor={cursor}");
                seen.AddRange(page.GetProperty("usage_logs").EnumerateArray().Select(l => l.String("uuid")));
                cursor = page.GetProperty("next_page_cursor").GetString();
            }

            Assert.Equal(sort == "end_time_asc" ? ids : Enumerable.Reverse(ids), seen);
        }
    }

    [Fact]
    public async Task The_summary_has_every_day_of_the_window()
    {
        await using var server = await TestServer.StartAsync();
        await server.EndAsync(await server.TranscribeAsync("hello my world"));
        var today = DateTime.UtcNow.Date;
        var summary = await server.GetAsync(
            $"/v1/usage/summary?start_time={today.AddDays(-1):yyyy-MM-dd}T12:00:00Z&end_time={today.AddDays(1):yyyy-MM-dd}T00:00:00Z");
        var total = summary.GetProperty("total");
        Assert.Null(total.GetProperty("model").GetString());
        Assert.Equal(
            [$"{today.AddDays(-1):yyyy-MM-dd}", $"{today:yyyy-MM-dd}"],
            total.GetProperty("days").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal([0, 1], total.GetProperty("num_requests").EnumerateArray().Select(d => d.GetInt32()));
        Assert.Equal([0, 2000], total.GetProperty("input_audio_duration_ms").EnumerateArray().Select(d => d.GetInt32()));
        Assert.Equal(1, total.GetProperty("total_num_requests").GetInt32());
        var model = Assert.Single(summary.GetProperty("models").EnumerateArray());
        Assert.Equal("stt-async-v5", model.String("model"));
    }

    [Theory]
    [InlineData("/v1/usage-logs", "query.start_time")]
    [InlineData("/v1/usage-logs?start_time=yesterday&end_time=2026-01-01T00:00:00Z", "query.start_time")]
    [InlineData("/v1/usage-logs?start_time=2026-01-02T00:00:00Z&end_time=2026-01-01T00:00:00Z", "query.end_time")]
    [InlineData("/v1/usage-logs?start_time=2026-01-01T00:00:00Z&end_time=2026-01-02T00:00:00Z&sort=size", "query.sort")]
    [InlineData("/v1/usage/summary?start_time=2024-01-01T00:00:00Z&end_time=2026-01-02T00:00:00Z", "query.end_time")]
    public async Task A_wrong_window_or_order_is_an_invalid_request(string path, string location)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync(path);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(location, error.GetProperty("validation_errors")[0].String("location"));
    }
}
