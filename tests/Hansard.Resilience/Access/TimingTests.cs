using System.Diagnostics;
using Hansard.Resilience.Input.Http;
using Hansard.Resilience.Reports;
using Hansard.Server.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Resilience.Access;

/// <summary>How long an answer takes tells nobody what is there.</summary>
public sealed class TimingTests(ResilienceReport report)
{
    /// <summary>
    /// The share of pairs in which one kind is the slower one: a half where there is no difference. With 400 of each, chance moves it by
    /// 0.02 (standard error of the Mann–Whitney statistic).
    /// </summary>
    private const double Furthest = 0.1;

    private static readonly string[] Paths =
    [
        "/v1/files/{id}", "/v1/files/{id}/url", "/v1/transcriptions/{id}", "/v1/transcriptions/{id}/transcript",
        "/v1/transcriptions/{id}/revisions", "/v1/known-speakers/{id}",
    ];

    [Fact]
    public async Task What_is_anothers_takes_as_long_as_what_is_not_there() => await MeasureAsync(Effort.Of(400));

    private async Task MeasureAsync(int times)
    {
        var watch = Stopwatch.StartNew();
        await using var started = await HttpInputServer.StartAsync();
        var key = await started.Server.Host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync("neighbour", "test");
        using var client = started.Server.NewClient(key);
        var random = new Random(Seed.Of(20261130));
        List<string> told = [];
        var worst = 0.5;
        foreach (var template in Paths)
        {
            var there = template.Replace("{id}", started.Things.Latest(template.Split("/{id}")[0]), StringComparison.Ordinal);
            var missing = template.Replace("{id}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal);

            // In an order by chance, so that whatever else the machine does befalls both.
            var (ofThere, ofMissing) = (new List<long>(), new List<long>());
            for (var i = 0; i < 2 * times; i++)
            {
                var isThere = ofThere.Count < times && (ofMissing.Count >= times || random.Next(2) == 0);
                var began = Stopwatch.GetTimestamp();
                using (var response = await client.GetAsync(isThere ? there : missing)) Assert.Equal(404, (int)response.StatusCode);
                (isThere ? ofThere : ofMissing).Add(Stopwatch.GetTimestamp() - began);
            }

            var slower = ofThere.Average(one => ofMissing.Average(other => one > other ? 1 : one == other ? 0.5 : 0));
            if (Math.Abs(slower - 0.5) > Math.Abs(worst - 0.5)) worst = slower;
            if (Math.Abs(slower - 0.5) > Furthest) told.Add($"{template}: what is there takes longer in {slower:P0} of pairs.");
        }

        report.Add("Access", new ReportRow(
            $"{Paths.Length} routes, times of what is another's and of what is not there", 2L * times * Paths.Length, told.Count,
            Seed.Of(20261130), watch.Elapsed, FormattableString.Invariant($"at most {worst:0.00} of pairs, a half being no difference")));
        Assert.True(told.Count == 0, string.Join('\n', told));
    }
}
