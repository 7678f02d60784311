using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Webhooks;

public sealed class WebhookTrialTests
{
    private const string Secret = "s3cret-of-a-receiver";

    [Fact]
    public async Task A_receiver_gets_one_request_that_says_it_is_a_test_and_its_answer_is_shown()
    {
        await using var receiver = await Receiver.StartAsync();
        using var log = new LogLines();
        await using var server = await StartAsync(receiver.Authority, log);
        var outcome = await TryAsync(server, receiver.Url("/hook"));

        Assert.True(outcome.GetProperty("delivered").GetBoolean());
        Assert.Equal(200, outcome.GetProperty("status_code").GetInt32());
        var delivery = Assert.Single(receiver.Deliveries);
        Assert.Equal("POST", delivery.Method);
        Assert.Equal([Secret], delivery.Headers["X-Secret"]);
        Assert.True(delivery.Json.GetProperty("test").GetBoolean());
        Assert.Equal(Guid.Empty.ToString(), delivery.Json.String("id"));
        Assert.Equal(delivery.Json.GetRawText(), outcome.String("sent"));
        Assert.DoesNotContain(Secret, outcome.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(log.All, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_answer_is_shown_to_its_thousandth_byte_and_one_that_is_no_success_as_it_is()
    {
        await using var receiver = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 418;
            await context.Response.WriteAsync(new string('x', 100_000));
        });
        await using var server = await StartAsync(receiver.Authority);
        var outcome = await TryAsync(server, receiver.Url());
        Assert.False(outcome.GetProperty("delivered").GetBoolean());
        Assert.Equal(418, outcome.GetProperty("status_code").GetInt32());
        Assert.Equal(new string('x', 1000), outcome.String("body"));
    }

    [Fact]
    public async Task A_receiver_that_says_nothing_is_given_up_and_one_whose_answer_stops_is_shown_as_far_as_it_came()
    {
        await using var receiver = await LoopbackServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/half") await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            if (context.Request.Path != "/half") return;
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var silent = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var server = await TestServer.StartAsync(options =>
        {
            options.AllowHosts.Add(receiver.Authority);
            options.AllowHosts.Add(silent.Authority);
            options.Webhooks.Timeout = TimeSpan.FromSeconds(1);
        });
        Assert.Equal("half", (await TryAsync(server, receiver.Url("/half"))).String("body"));
        var outcome = await TryAsync(server, silent.Url());
        Assert.Equal("no answer within 1 s", outcome.String("failure"));
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("status_code").ValueKind);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://user:word@example.com/")]
    [InlineData("http://0x7f000001/")]
    public async Task What_no_webhook_may_reach_is_not_reached_by_trying(string url)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync("/v1/webhooks/test", JsonSerializer.Serialize(new { webhook_url = url }));
        var outcome = await Answer.OkAsync(response, 200);
        Assert.False(outcome.GetProperty("delivered").GetBoolean());
        Assert.Equal(JsonValueKind.Null, outcome.GetProperty("status_code").ValueKind);
        Assert.Contains("refused", outcome.String("failure"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"webhook_url": "ftp://example.com/"}""")]
    [InlineData("""{"webhook_url": "https://example.com/", "webhook_auth_header_name": "X-Secret"}""")]
    [InlineData("""{"webhook_url": "https://example.com/", "webhook_auth_header_name": "Host", "webhook_auth_header_value": "x"}""")]
    public async Task What_is_no_webhook_is_refused(string body)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.PostAsync("/v1/webhooks/test", body);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Fact]
    public async Task A_project_tries_ten_times_a_minute_and_another_is_not_held_up()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(receiver.Authority);
        using var other = await server.NewProjectAsync("other");
        for (var i = 0; i < 10; i++) await TryAsync(server, receiver.Url());
        using (var many = await server.PostAsync("/v1/webhooks/test", JsonSerializer.Serialize(new { webhook_url = receiver.Url() })))
        {
            await Answer.ErrorAsync(many, 429, "limit_exceeded");
            Assert.NotNull(many.Headers.RetryAfter);
        }

        await TryAsync(server, receiver.Url(), other);
        Assert.Equal(11, receiver.Deliveries.Count);
    }

    private static Task<TestServer> StartAsync(string authority, LogLines? log = null) => TestServer.StartAsync(
        options =>
        {
            options.AllowHosts.Add(authority);
            if (log is not null) options.Log.Level = LogLevel.Trace;
        },
        replace: services =>
        {
            if (log is not null) services.AddSingleton<ILoggerProvider>(log);
        });

    private static async Task<JsonElement> TryAsync(TestServer server, object url, HttpClient? client = null)
    {
        using var response = await server.PostAsync(
            "/v1/webhooks/test",
            JsonSerializer.Serialize(
                new { webhook_url = url.ToString(), webhook_auth_header_name = "X-Secret", webhook_auth_header_value = Secret }),
            client);
        return await Answer.OkAsync(response, 200);
    }
}
