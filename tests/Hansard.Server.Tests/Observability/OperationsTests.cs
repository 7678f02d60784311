using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using Hansard.Server.Observability;
using Hansard.Server.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Observability;

/// <summary>What operators and their programs look at.</summary>
public sealed class OperationsTests
{
    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_is_answered_without_a_key(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(null);
        using var response = await client.GetAsync(path);
        Assert.Equal("ok", (await Answer.OkAsync(response, 200)).String("status"));
    }

    [Fact]
    public async Task A_server_whose_database_fails_is_alive_and_not_ready()
    {
        await using var server = await TestServer.StartAsync();
        await server.Host.Services.GetRequiredService<Database>().WriteAsync(
            c => c.Execute("DROP TABLE transcripts; DROP TABLE transcriptions"), TestContext.Current.CancellationToken);
        using var ready = await server.Client.GetAsync("/readyz");
        Assert.NotEqual("ok", (await Answer.OkAsync(ready, 503)).String("status"));
        using var alive = await server.Client.GetAsync("/healthz");
        await Answer.OkAsync(alive, 200);
    }

    [Fact]
    public async Task A_job_is_traced_without_its_text()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServerMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("nobody else may read this"));

        var deadline = DateTime.UtcNow.AddSeconds(10);
        Activity? span;
        while ((span = spans.FirstOrDefault(s => Equals(s.GetTagItem("hansard.job.id"), job.String("id")))) is null
            && DateTime.UtcNow < deadline)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.NotNull(span);
        Assert.Equal(["hansard.job.attempt", "hansard.job.id"], span.TagObjects.Select(tag => tag.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Metrics_count_jobs_and_name_no_project()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("secret-project");
        await server.EndAsync(await server.TranscribeAsync("hello", other), other);

        // Counted just after its end is stored.
        const string Ended = "hansard_jobs_ended_total{otel_scope_name=\"Hansard\",status=\"completed\"}";
        var page = "";
        for (var i = 0; i < 100 && !page.Contains(Ended, StringComparison.Ordinal); i++)
        {
            page = await server.Client.GetStringAsync("/metrics");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Contains(Ended, page);
        Assert.Contains("hansard_audio_seconds_total", page);
        Assert.Contains("hansard_jobs_pending", page);
        Assert.Contains("http_server_request_duration_seconds", page);
        Assert.DoesNotContain("secret-project", page);
    }

    [Fact]
    public async Task Without_keys_only_this_machines_own_pages_are_let_in()
    {
        await using var server = await TestServer.StartAsync(options => (options.NoAuth, options.ApiKey) = (true, null));
        using var client = server.NewClient(null);
        Assert.Empty((await server.GetAsync("/v1/files", client)).GetProperty("files").EnumerateArray());
        using var anyKey = server.NewClient("anything");
        await server.GetAsync("/v1/files", anyKey);

        foreach (var (header, value) in ((string, string)[])[
            ("Origin", "https://evil.example"), ("Host", "evil.example"), ("Origin", "null"),
        ])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files");
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await client.SendAsync(request);
            await Answer.ErrorAsync(response, 401, "unauthenticated");
        }

        using var own = new HttpRequestMessage(HttpMethod.Get, "/v1/files");
        own.Headers.TryAddWithoutValidation("Origin", server.Host.Address.GetLeftPart(UriPartial.Authority));
        using var ownPage = await client.SendAsync(own);
        await Answer.OkAsync(ownPage, 200);
    }
}
