using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Two servers that do what concerns the same things at the same time.</summary>
[Collection(PostgresTests.Name)]
public sealed class RaceTests(PostgresServer postgres)
{
    private const int Rounds = 25;

    [Theory, Databases]
    public async Task Each_of_a_hundred_jobs_goes_to_one_of_eight_claimers(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var file = await server.FileAsync(project);
        for (var i = 0; i < 100; i++) await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.Wanted(file));
        var claimed = await Together.RunAsync(8, async i =>
        {
            var store = (i % 2 == 0 ? server : another).Jobs;
            var mine = new List<Job>();
            foreach (var waiting in store.Waiting(0, 200))
                if (await store.ClaimAsync(waiting.Id, StoreWork.Lease, default) is { } job) mine.Add(job);
            return mine;
        });
        var all = claimed.SelectMany(jobs => jobs).ToList();
        Assert.Equal(100, all.Count);
        Assert.Equal(100, all.DistinctBy(job => job.Id).Count());
        Assert.Equal(100, all.DistinctBy(job => job.Fence).Count());
        Assert.Equal(100, server.Jobs.Leased().Count);
        Assert.Empty(server.Jobs.Waiting(0, 200));
    }

    [Theory, Databases]
    public async Task File_that_is_deleted_while_it_is_asked_for_leaves_no_job_without_bytes(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var (made, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var file = await server.FileAsync(project);
            var outcomes = await Together.RunAsync(3, async i => i == 0
                ? await another.Files.DeleteAsync(project.Id, file.Id, default)
                : await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.Wanted(file)) is not null);
            Assert.True(outcomes[0]);
            var jobs = outcomes.Skip(1).Count(added => added);
            Assert.Equal(jobs, server.Scalar<int>("SELECT count(*) FROM transcriptions WHERE file_id = @Id AND blob = @Blob", file));
            Assert.Equal(jobs > 0, server.Has(file.Blob));
            Assert.Equal(jobs > 0, server.Blobs.IsUsed(file.Blob));
            (made, refused) = (made + jobs, refused + 2 - jobs);
        }
        Assert.Empty(server.Blobs.Deleted(long.MaxValue));
        Assert.Equal(2 * Rounds, made + refused);
    }

    [Theory, Databases]
    public async Task Bytes_are_noted_as_deleted_by_the_last_of_the_jobs_that_end_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var file = await server.FileAsync(project);
            var jobs = new List<Job>();
            for (var i = 0; i < 2; i++)
            {
                var row = await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.Wanted(file));
                jobs.Add((await server.Jobs.ClaimAsync(row!.Id, StoreWork.Lease, default))!);
            }
            await server.Files.DeleteAsync(project.Id, file.Id, default);
            var ends = await Together.RunAsync(2, i => i == 0
                ? server.Jobs.CompleteAsync(jobs[0], StoreWork.Said("Good."), [])
                : another.Jobs.FailAsync(jobs[1], JobFailure.Internal(1)));
            Assert.All(ends, end => Assert.True(end.Ended));
            Assert.Equal(file.Blob, Assert.Single(ends, end => end.Unused is not null).Unused);
            Assert.Contains(file.Blob, server.Blobs.Deleted(long.MaxValue));
        }
        Assert.Equal(Rounds, server.Blobs.Deleted(long.MaxValue).Count);
    }

    [Theory, Databases]
    public async Task Job_that_is_cancelled_while_it_completes_has_one_end(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var job = await server.RunningAsync(project, wanted => wanted with { WebhookUrl = "https://example.org/hook" });
            var ends = await Together.RunAsync(3, async i => i switch
            {
                0 => await server.Jobs.CompleteAsync(job, StoreWork.Said("Good."), []),
                1 => (await another.Jobs.CancelAsync(project.Id, job.Id, default))!,
                _ => await RenewAsync(server, job),
            });
            Assert.True(ends[0].Ended ^ ends[1].Ended);
            var row = server.Transcriptions.Find(project.Id, job.Id)!;
            Assert.Equal(ends[0].Ended ? JobStatus.Completed : JobStatus.Error, row.Status);
            Assert.Equal(ends[0].Ended ? null : ErrorTypes.Cancelled, row.ErrorType);
            Assert.Equal(ends[0].Ended, server.Transcriptions.Transcript(job.Id) is not null);
            Assert.Equal(ends[0].Ended ? 1 : 0, server.Scalar<long>("SELECT count(*) FROM usage_logs WHERE uuid = @Id", new { job.Id }));
            Assert.Equal(1, server.Scalar<long>("SELECT count(*) FROM webhook_outbox WHERE transcription_id = @Id", new { job.Id }));
        }
        Assert.Equal(new(0, 0), server.Jobs.Depth());
        Assert.Equal("", server.Rows("leases"));
    }

    [Theory, Databases]
    public async Task Counts_are_those_of_the_rows_after_all_of_it(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        await Together.RunAsync(8, async i =>
        {
            var one = i % 2 == 0 ? server : another;
            for (var round = 0; round < 4; round++)
            {
                var row = await one.QueuedAsync(
                    project, wanted => wanted with { Source = i < 4 ? RequestSource.Playground : RequestSource.PublicApi });
                if (round == 0) continue;
                if (round == 1) await one.Jobs.CancelAsync(project.Id, row.Id, default);
                else await one.Transcriptions.DeleteAsync(project.Id, row.Id, default);
                await one.Files.DeleteAsync(project.Id, row.FileId!, default);
            }
        });
        Assert.Equal(new(16, 8, 8), server.Transcriptions.Count(project.Id));
        Assert.Equal(new(8, 40), server.Files.Stored(project.Id));
        Assert.Equal(8, server.Scalar<long>("SELECT pending FROM project_counts WHERE project_id = @Id", new { project.Id }));
        Assert.Equal(8, server.Scalar<long>("SELECT count(*) FROM transcriptions WHERE status = 'queued'"));
    }

    // At the same time, as every worker does; whether it still is one does not matter.
    private static async Task<JobEnd> RenewAsync(StoreServer server, Job job)
    {
        await server.Jobs.RenewAsync(job, new JobState(1, 1, default, []), StoreWork.Lease, default);
        return new JobEnd(false, null);
    }
}
