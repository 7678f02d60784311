using Hansard.Engine;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Jobs whose workers are gone, and workers who come back when another has the job.</summary>
[Collection(PostgresTests.Name)]
public sealed class LateWorkerTests(PostgresServer postgres)
{
    private static readonly string[] Tables =
    [
        "transcriptions", "transcripts", "partial_transcripts", "passages", "transcript_voices", "usage_logs", "webhook_outbox", "leases",
        "deleted_blobs", "project_counts",
    ];

    [Theory, Databases]
    public async Task Late_worker_changes_nothing(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var row = await server.QueuedAsync(project, wanted => wanted with { WebhookUrl = "https://example.org/hook" });
        var late = (await server.Jobs.ClaimAsync(row.Id, StoreWork.NoLease, default))!;
        Assert.Equal(1, (await another.Jobs.TakeBackAsync(own: false, [], 3, default)).Queued);
        await WritesNothingAsync();

        var job = (await another.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!;
        Assert.True(job.Fence > late.Fence);
        await WritesNothingAsync();

        Assert.True((await another.Jobs.CompleteAsync(job, StoreWork.Said("Theirs."), [])).Ended);
        await WritesNothingAsync();
        Assert.Equal("Theirs.", server.Transcriptions.Transcript(row.Id)!.Text);

        // What has ended, has ended for its own worker too.
        late = job;
        await WritesNothingAsync();

        async Task WritesNothingAsync()
        {
            var before = Tables.Select(server.Rows).ToList();
            var state = new JobState(7, 7, TranscriptionStage.Recognition, StoreWork.Said("Late.").Tokens);
            Assert.False(await server.Jobs.RenewAsync(late, state, StoreWork.Lease, default));
            Assert.False((await server.Jobs.CompleteAsync(late, StoreWork.Said("Late."), [new EncryptedVoice("1", [1])])).Ended);
            Assert.False((await server.Jobs.FailAsync(late, JobFailure.Internal(1))).Ended);
            await server.Jobs.HandBackAsync(late, countsAsAttempt: false, TimeSpan.FromHours(1));
            var committed = false;
            Assert.False(await server.Fetches.CompleteAsync(late, new StoredObject("late", 1), () =>
            {
                committed = true;
                return Task.CompletedTask;
            }));
            Assert.False(committed);
            Assert.Equal(before, Tables.Select(server.Rows));
        }
    }

    [Theory, Databases]
    public async Task Jobs_whose_lease_has_run_out_are_taken_back_and_given_up_in_the_end(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var held = await server.RunningAsync(project);
        var row = await server.QueuedAsync(project, wanted => wanted with { WebhookUrl = "https://example.org/hook" });
        await server.Files.DeleteAsync(project.Id, row.FileId!, default);

        var first = (await server.Jobs.ClaimAsync(row.Id, StoreWork.NoLease, default))!;
        Assert.Equal((0, 0), Counts(await server.Jobs.TakeBackAsync(false, [first.Fence], 2, default)));
        Assert.Equal((1, 0), Counts(await server.Jobs.TakeBackAsync(false, [], 2, default)));
        Assert.Equal(JobStatus.Queued, server.Transcriptions.Find(project.Id, row.Id)!.Status);

        await server.Jobs.ClaimAsync(row.Id, StoreWork.NoLease, default);
        var given = await server.Jobs.TakeBackAsync(false, [], 2, default);
        Assert.Equal((0, 1), Counts(given));
        Assert.Equal([row.Blob!], given.Unused);
        Assert.Equal([row.Blob!], server.Blobs.Deleted(long.MaxValue));
        var ended = server.Transcriptions.Find(project.Id, row.Id)!;
        Assert.Equal((JobStatus.Error, ErrorTypes.InternalError), (ended.Status, ended.ErrorType));
        Assert.NotNull(await server.Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default));
        Assert.Equal(held.Fence, Assert.Single(server.Jobs.Leased()).Fence);
    }

    [Theory, Databases]
    public async Task Server_that_starts_takes_its_own_back_where_the_database_is_its_alone(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var own = await server.RunningAsync(project);
        var row = await server.QueuedAsync(project);
        var theirs = (await another.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!;
        var paused = await server.RunningAsync(project);
        await server.Jobs.HandBackAsync(paused, countsAsAttempt: true, TimeSpan.FromHours(1));

        var isAlone = database == Database.Sqlite;
        Assert.Equal((isAlone ? 1 : 0, 0), Counts(await server.Jobs.TakeBackAsync(own: true, [], 3, default)));
        Assert.Equal(isAlone ? [theirs.Fence] : [own.Fence, theirs.Fence], server.Jobs.Leased().Select(job => job.Fence).Order());
        Assert.Equal(isAlone, await server.Jobs.ClaimAsync(paused.Id, StoreWork.Lease, default) is not null);
    }

    [Theory, Databases]
    public async Task Job_is_taken_back_once_by_many_and_not_from_its_next_worker(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        for (var i = 0; i < 10; i++)
            await server.Jobs.ClaimAsync((await server.QueuedAsync(project)).Id, StoreWork.NoLease, default);
        var taken = await Together.RunAsync(
            6, i => (i % 2 == 0 ? server : another).Jobs.TakeBackAsync(own: false, [], 3, default));
        Assert.Equal(10, taken.Sum(one => one.Queued));
        Assert.Equal(0, taken.Sum(one => one.Failed));
        Assert.All(server.Jobs.Waiting(0, 100), job => Assert.True(job.WaitMs <= 0));
        Assert.Equal(10, server.Jobs.Depth().Queued);
    }

    private static (int Queued, int Failed) Counts(TakenBack taken) => (taken.Queued, taken.Failed);
}
