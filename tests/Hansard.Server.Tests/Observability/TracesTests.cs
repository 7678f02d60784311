using System.Collections.Concurrent;
using System.Diagnostics;
using Hansard.Server.Observability;

namespace Hansard.Server.Tests.Observability;

/// <summary>The spans of jobs.</summary>
public sealed class TracesTests
{
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
}
