using Hansard.Server.Auditing;
using Hansard.Server.Contract;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Entries of the access log.</summary>
[Collection(PostgresTests.Name)]
public sealed class AccessLogStoreTests(PostgresServer postgres)
{
    private const long Day = 24L * 60 * 60 * 1000;

    private static readonly AccessQuery All = new(null, null, null, null, null);

    [Theory, Databases]
    public async Task Entries_are_found_by_project_thing_deed_and_time_newest_first_and_page_by_page(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync("newsroom");
        await server.AccessLog.AddAsync(
            [
                Entry(10) with { ProjectId = project.Id, ResourceId = "a", KeyId = "k", KeyName = "laptop", Address = "::1" },
                Entry(20) with { ProjectId = "gone", Action = AccessAction.Delete, ResourceId = "b" },
                Entry(30) with { ProjectId = project.Id, ResourceId = "b", ShareId = "s" },
            ],
            default);

        Assert.Equal([30, 20, 10], Times(All));
        var first = server.AccessLog.List(All, long.MaxValue, 2);
        Assert.Equal([10], server.AccessLog.List(All, first[1].Seq, 2).Select(entry => entry.Time));
        Assert.Equal([30, 10], Times(All with { Project = project.Id }));
        Assert.Equal([30, 10], Times(All with { Project = "newsroom" }));
        Assert.Equal([20], Times(All with { Project = "gone" }));
        Assert.Equal([30, 20], Times(All with { Resource = "b" }));
        Assert.Equal([20], Times(All with { Action = AccessAction.Delete }));
        Assert.Equal([20], Times(All with { From = 20, To = 30 }));
        var oldest = server.AccessLog.List(All, long.MaxValue, 10)[2];
        Assert.Equal(
            ("newsroom", "k", "laptop", "::1", "api", "read", "transcript", "a"),
            (oldest.Project, oldest.KeyId, oldest.KeyName, oldest.Address, oldest.Door, oldest.Action, oldest.Resource, oldest.ResourceId));

        IEnumerable<long> Times(AccessQuery query) => server.AccessLog.List(query, long.MaxValue, 10).Select(entry => entry.Time);
    }

    [Theory, Databases]
    public async Task Old_entries_go_and_a_wrong_clock_costs_a_day_of_them_at_a_time(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        await server.AccessLog.AddAsync([Entry(Day), Entry(Day + 1), Entry(3 * Day), Entry(9 * Day)], default);
        Assert.Equal(0, await server.AccessLog.PruneAsync(9 * Day, 10 * Day, default));
        Assert.Equal(1, await server.AccessLog.PruneAsync(9 * Day, (10 * Day) + 1, default));
        Assert.Equal(1, await server.AccessLog.PruneAsync(Day, 1000 * Day, default));
        Assert.Equal([9 * Day, 3 * Day], server.AccessLog.List(All, long.MaxValue, 10).Select(entry => entry.Time));
    }

    private static AccessEntry Entry(long time)
        => new() { Time = time, Door = "api", Action = AccessAction.Read, Resource = "transcript" };
}
