using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Parts of recordings, and those who have them.</summary>
[Collection(PostgresTests.Name)]
public sealed class PartStoreTests(PostgresServer postgres)
{
    private const string Version = "1.2.3";
    private const int Attempts = 2;

    [Theory, Databases]
    public async Task A_part_is_offered_taken_and_ended_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var job = await server.RunningAsync(await server.ProjectAsync());
        var parts = Parts(server);
        Assert.Equal(1, (await parts.AddAsync(job, New("a"), default))!.Number);
        Assert.Equal(2, (await parts.AddAsync(job, New("b"), default))!.Number);

        // Whoever makes them again finds them.
        Assert.Equal(1, (await parts.AddAsync(job, New("a"), default))!.Number);
        Assert.Equal(2, parts.Of(job.Id).Count);
        var waiting = parts.Waiting(Attempts, 10);
        Assert.Equal([$"{job.Id}/1", $"{job.Id}/2"], waiting.Select(part => part.Id));
        Assert.Equal(
            (job.ProjectId, PartLane.Of("a-model", Version), 60_000),
            (waiting[0].ProjectId, waiting[0].Model, waiting[0].DurationMs));
        Assert.Equal($"{job.Id}/2", parts.Waiting(new PartId(job.Id, 2), Attempts)!.Id);

        var id = new PartId(job.Id, 1);
        Assert.Null(await parts.ClaimAsync(id, "1.2.4", StoreWork.Lease, default));
        var taken = (await parts.ClaimAsync(id, Version, StoreWork.Lease, default))!;
        Assert.Equal((job.Id, 1, "sound a", 1), (taken.Id, taken.Part!.Number, taken.Part.Sound, taken.Part.Attempt));
        Assert.Equal("one", taken.ProjectName);
        Assert.Null(await parts.ClaimAsync(id, Version, StoreWork.Lease, default));
        Assert.Equal([$"{job.Id}/2"], parts.Waiting(Attempts, 10).Select(part => part.Id));
        Assert.Equal([$"{job.Id}/1"], parts.Leased().Select(part => part.Id));
        Assert.True(parts.Of(job.Id)[0].IsLeased);
        Assert.True(await parts.RenewAsync(taken, StoreWork.Lease, default));
        Assert.True(await parts.CompleteAsync(taken, "words"));
        Assert.Equal(("words", false), (parts.Of(job.Id)[0].Result, parts.Of(job.Id)[0].IsLeased));
        Assert.Equal("words", parts.Find(job.Id, "a")!.Result);
        Assert.Null(await parts.ClaimAsync(id, Version, StoreWork.Lease, default));

        // Words that cannot be read are made again, unless others took their place.
        await parts.ReopenAsync(id, "other words", null);
        Assert.Equal("words", parts.Find(job.Id, "a")!.Result);
        await parts.ReopenAsync(id, "words", "new sound");
        Assert.Equal("new sound", (await parts.ClaimAsync(id, Version, StoreWork.Lease, default))!.Part!.Sound);
    }

    [Theory, Databases]
    public async Task A_late_worker_changes_nothing(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var job = await server.RunningAsync(await server.ProjectAsync());
        var parts = Parts(server);
        await parts.AddAsync(job, New("a"), default);
        var id = new PartId(job.Id, 1);
        var late = (await parts.ClaimAsync(id, Version, StoreWork.NoLease, default))!;
        Assert.False(parts.Of(job.Id)[0].IsLeased);
        var winner = (await parts.ClaimAsync(id, Version, StoreWork.Lease, default))!;
        Assert.True(winner.Fence > late.Fence);
        Assert.Equal(2, winner.Part!.Attempt);
        await WritesNothingAsync();
        Assert.True(await parts.CompleteAsync(winner, "theirs"));
        await WritesNothingAsync();
        late = winner;
        await WritesNothingAsync();

        async Task WritesNothingAsync()
        {
            var before = (server.Rows("parts"), server.Rows("part_leases"));
            Assert.False(await parts.RenewAsync(late, StoreWork.Lease, default));
            Assert.False(await parts.CompleteAsync(late, "late"));
            await parts.HandBackAsync(late, countsAsAttempt: false);
            Assert.Equal(before, (server.Rows("parts"), server.Rows("part_leases")));
        }
    }

    [Theory, Databases]
    public async Task A_part_waits_again_when_its_worker_is_gone_until_it_was_tried_often_enough(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var job = await server.RunningAsync(await server.ProjectAsync());
        var parts = Parts(server);
        await parts.AddAsync(job, New("a"), default);
        var id = new PartId(job.Id, 1);
        await parts.HandBackAsync((await parts.ClaimAsync(id, Version, StoreWork.Lease, default))!, countsAsAttempt: false);
        Assert.Equal(0, await parts.TakeBackAsync(default));
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            Assert.NotNull(parts.Waiting(id, Attempts));
            Assert.Equal(attempt, (await parts.ClaimAsync(id, Version, StoreWork.NoLease, default))!.Part!.Attempt);
            Assert.Null(parts.Waiting(id, Attempts));
            Assert.Equal(1, await parts.TakeBackAsync(default));
        }

        Assert.Null(parts.Waiting(id, Attempts));
        // The next attempt of the job is another one.
        await parts.AddAsync(job, New("a"), default);
        Assert.NotNull(parts.Waiting(id, Attempts));
    }

    [Theory, Databases]
    public async Task Parts_go_with_the_end_of_their_job_and_stay_when_it_is_handed_back(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var parts = Parts(server);
        var (completed, failed, cancelled, back) = (
            await server.RunningAsync(project), await server.RunningAsync(project), await server.RunningAsync(project),
            await server.RunningAsync(project));
        Job[] all = [completed, failed, cancelled, back];
        List<Job> taken = [];
        foreach (var job in all)
        {
            await parts.AddAsync(job, New("a"), default);
            taken.Add((await parts.ClaimAsync(new PartId(job.Id, 1), Version, StoreWork.Lease, default))!);
        }

        await server.Jobs.CompleteAsync(completed, StoreWork.Said("All."), []);
        await server.Jobs.FailAsync(failed, JobFailure.Internal(1));
        await server.Jobs.CancelAsync(project.Id, cancelled.Id, default);
        await server.Jobs.HandBackAsync(back, countsAsAttempt: false, TimeSpan.Zero);
        Assert.Equal([0, 0, 0, 1], all.Select(job => parts.Of(job.Id).Count));
        Assert.Equal([back.Id], parts.UnderWay([.. all.Select(job => job.Id)]));
        foreach (var one in taken.Take(3)) Assert.False(await parts.RenewAsync(one, StoreWork.Lease, default));
        Assert.False(await parts.CompleteAsync(taken[0], "late"));

        // Its worker goes on; nobody begins another while nobody has the job.
        Assert.True(await parts.CompleteAsync(taken[3], "words"));
        Assert.Null(await parts.AddAsync(back, New("b"), default));
        Assert.Empty(parts.Waiting(Attempts, 10));
    }

    private static NewPart New(string sha256) => new(sha256, "a-model", Version, 60_000, $"sound {sha256}");

    private static SqlPartStore Parts(StoreServer server) => new(server.Database, server.Id, server.Clock);
}
