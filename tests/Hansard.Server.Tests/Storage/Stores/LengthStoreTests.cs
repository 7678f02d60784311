using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Lengths of waiting recordings.</summary>
[Collection(PostgresTests.Name)]
public sealed class LengthStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Lengths_of_waiting_recordings_are_stored_and_told(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var first = await server.QueuedAsync(project, wanted => wanted with { Priority = 7 });
        var second = await server.QueuedAsync(project);
        await server.QueuedAsync(project, wanted => wanted with { IsWaitedFor = true });
        await server.RunningAsync(project);
        Assert.Equal([(first.Id, first.Blob!), (second.Id, second.Blob!)], server.Lengths.Unmeasured(9).Select(one => (one.Id, one.Blob)));
        Assert.Equal([first.Id], server.Lengths.Unmeasured(1).Select(one => one.Id));
        await server.Lengths.MeasuredAsync(first.Id, TimeSpan.FromSeconds(90), default);
        await server.Lengths.MeasuredAsync(second.Id, null, default);
        Assert.Empty(server.Lengths.Unmeasured(9));
        Assert.Equal((90_000, 7), (server.Jobs.Waiting(first.Id)!.DurationMs, server.Jobs.Waiting(first.Id)!.Priority));
        Assert.Null(server.Jobs.Waiting(second.Id)!.DurationMs);
        await server.Jobs.ClaimAsync(first.Id, StoreWork.Lease, default);
        Assert.Equal(90_000, server.Jobs.Leased().Single(one => one.Id == first.Id).DurationMs);
    }
}
