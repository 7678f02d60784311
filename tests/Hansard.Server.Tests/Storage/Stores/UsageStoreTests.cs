using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Usage;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>The log of what was used.</summary>
[Collection(PostgresTests.Name)]
public sealed class UsageStoreTests(PostgresServer postgres)
{
    private const long Day = TimeSpan.MillisecondsPerDay;

    [Theory, Databases]
    public async Task Log_is_read_in_pages_both_ways(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        long[] ends = [50, 10, 30, 30, 30, 70, 20];
        for (var i = 0; i < ends.Length; i++) await AddAsync(server, project, $"{i}", ends[i]);
        await AddAsync(server, await server.ProjectAsync("other"), "other", 30);

        string[] order = ["1", "6", "2", "3", "4", "0", "5"];
        Assert.Equal(order, Pages(0, 100, descending: false));
        Assert.Equal(order.Reverse(), Pages(0, 100, descending: true));
        Assert.Equal(order[1..6], Pages(20, 70, descending: false));
        Assert.Empty(Pages(71, 100, descending: true));

        List<string> Pages(long from, long to, bool descending)
        {
            List<string> seen = [];
            UsagePlace? after = null;
            while (server.Usage.List(project.Id, from, to, descending, after, 2) is { Count: > 0 } page)
            {
                seen.AddRange(page.Select(row => row.Uuid));
                after = new UsagePlace(page[^1].EndTime, page[^1].Seq);
            }
            return seen;
        }
    }

    [Theory, Databases]
    public async Task Days_and_sessions_are_summed_by_model_in_a_window(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        await AddAsync(server, project, "a", 3 * Day);
        await AddAsync(server, project, "b", 4 * Day - 1);
        await AddAsync(server, project, "c", 4 * Day, model: "another");
        await AddAsync(server, project, "d", 5 * Day);

        var days = server.Usage.Days(project.Id, 3 * Day, 5 * Day);
        Assert.Equal(
            [("a-model", 3, 2, 7200, 14), ("another", 4, 1, 3600, 7)],
            days.Select(day => (day.Model, day.Day, day.Requests, day.InputAudioDurationMs, day.OutputTextTokens)));
        Assert.Equal(60, days[0].InputAudioTokens);
        Assert.Empty(server.Usage.Days("other", 0, long.MaxValue));

        var sessions = server.Usage.Sessions(project.Id, 3 * Day, 4 * Day);
        Assert.Equal([(3 * Day - 1000, 3 * Day), (4 * Day - 1001, 4 * Day - 1), (4 * Day - 1000, 4 * Day)],
            sessions.Select(one => (one.Start, one.End)).Order());
        var row = server.Usage.List(project.Id, 0, long.MaxValue, true, null, 1)[0];
        Assert.Equal(("d", "public_api", "ours", true), (row.Uuid, row.Source, row.ClientReferenceId, row.IsLive));
    }

    private static Task AddAsync(StoreServer server, Project project, string id, long end, string model = "a-model")
        => server.LiveUsage.AddAsync(new LiveUsage
        {
            Id = id,
            ProjectId = project.Id,
            ClientReferenceId = "ours",
            Model = model,
            Request = new TranscriptionRequest(),
            Start = end - 1000,
            End = end,
            Heard = TimeSpan.FromMilliseconds(3600),
            Tokens = 7,
        });
}
