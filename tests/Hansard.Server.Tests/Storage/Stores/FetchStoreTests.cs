using Hansard.Server.Projects;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Jobs whose recording is to be downloaded.</summary>
[Collection(PostgresTests.Name)]
public sealed class FetchStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Downloads_are_taken_in_order_and_not_from_full_hosts(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var (late, early) = (await server.ProjectAsync("late"), await server.ProjectAsync("early"));
        var first = await LinkedAsync(server, early, "http://full.example:8080/1.wav");
        var second = await LinkedAsync(server, late, "http://b.example/2.wav");
        var third = await LinkedAsync(server, early, "http://c.example/3.wav");
        await server.QueuedAsync(late);
        Assert.Equal([early, late], server.Fetches.Projects());
        Assert.Null(server.Fetches.UntilNextReady());

        var taken = (await server.Fetches.TakeAsync(early.Id, [], StoreWork.Lease, default))!;
        Assert.Equal((first, 1), (taken.Job.Id, taken.Job.Attempt));
        await server.Jobs.HandBackAsync(taken.Job, countsAsAttempt: false, TimeSpan.Zero);
        var other = (await server.Fetches.TakeAsync(early.Id, [taken.Host, "another"], StoreWork.Lease, default))!;
        Assert.Equal(third, other.Job.Id);
        Assert.True(other.Job.Fence > taken.Job.Fence);
        Assert.Null(await server.Fetches.TakeAsync(early.Id, [taken.Host], StoreWork.Lease, default));
        Assert.Equal(second, (await server.Fetches.TakeAsync(late.Id, [], StoreWork.Lease, default))!.Job.Id);
        Assert.Equal([early], server.Fetches.Projects());
        Assert.Empty(server.Jobs.Leased());
    }

    [Theory, Databases]
    public async Task Download_that_is_complete_makes_its_job_ready(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var id = await LinkedAsync(server, project, "http://a.example/1.wav");
        var fetch = (await server.Fetches.TakeAsync(project.Id, [], StoreWork.Lease, default))!;
        Assert.Empty(server.Jobs.Waiting(0, 10));
        var arrived = await server.ArrivedAsync("downloaded");
        Assert.True(await server.Fetches.CompleteAsync(fetch.Job, arrived, () => server.Objects.PublishAsync(arrived.Name)));
        Assert.True(server.Has(arrived.Name));
        Assert.Equal(10, server.Fetches.StoredBytes()[project.Id]);
        Assert.Equal(10, server.Files.Stored(project.Id).Bytes);

        var job = (await server.Jobs.ClaimAsync(id, StoreWork.Lease, default))!;
        Assert.Equal((arrived.Name, 1), (job.Blob, job.Attempt));
        Assert.True(job.Fence > fetch.Job.Fence);
        Assert.False(await server.Fetches.CompleteAsync(fetch.Job, arrived, () => throw new InvalidOperationException("Committed.")));
        Assert.Equal(arrived.Name, (await server.Jobs.CompleteAsync(job, StoreWork.Said("Good."), [])).Unused);
        Assert.Empty(server.Fetches.StoredBytes());
    }

    [Theory, Databases]
    public async Task Download_that_is_handed_back_waits_and_one_whose_lease_ran_out_begins_again(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        await LinkedAsync(server, project, "http://a.example/1.wav");
        var fetch = (await server.Fetches.TakeAsync(project.Id, [], StoreWork.NoLease, default))!;
        Assert.Equal(1, (await server.Jobs.TakeBackAsync(own: false, [], 1, default)).Queued);
        var again = (await server.Fetches.TakeAsync(project.Id, [], StoreWork.Lease, default))!;
        Assert.Equal((fetch.Job.Id, 1), (again.Job.Id, again.Job.Attempt));

        await server.Jobs.HandBackAsync(again.Job, countsAsAttempt: true, TimeSpan.FromHours(1));
        Assert.Empty(server.Fetches.Projects());
        Assert.Null(await server.Fetches.TakeAsync(project.Id, [], StoreWork.Lease, default));
        Assert.InRange(server.Fetches.UntilNextReady()!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        await server.ExecuteAsync("UPDATE transcriptions SET available_at = now_ms()");
        Assert.Equal(2, (await server.Fetches.TakeAsync(project.Id, [], StoreWork.Lease, default))!.Job.Attempt);
    }

    [Theory, Databases]
    public async Task Each_download_is_taken_once_by_many(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        for (var i = 0; i < 20; i++) await LinkedAsync(server, project, $"http://a.example/{i}.wav");
        var taken = await Together.RunAsync(6, async i =>
        {
            var ids = new List<string>();
            var misses = 0;

            // Two that meet at the oldest: one of them comes away with nothing, and asks again.
            while (misses < 50 && ids.Count < 20)
            {
                if (await (i % 2 == 0 ? server : another).Fetches.TakeAsync(project.Id, [], StoreWork.Lease, default) is { } fetch)
                    ids.Add(fetch.Job.Id);
                else if (server.Fetches.Projects().Count == 0) break;
                else misses++;
            }
            return ids;
        });
        var all = taken.SelectMany(ids => ids).ToList();
        Assert.Equal(20, all.Count);
        Assert.Equal(20, all.Distinct().Count());
    }

    private static async Task<string> LinkedAsync(StoreServer server, Project project, string url)
        => (await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.WantedFrom(url)))!.Id;
}
