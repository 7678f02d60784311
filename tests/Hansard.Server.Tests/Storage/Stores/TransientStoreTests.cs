using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Search;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Transcriptions that are not kept.</summary>
[Collection(PostgresTests.Name)]
public sealed class TransientStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task It_is_a_job_and_nothing_else_shows_it(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var row = await AddAsync(server, project);
        Assert.True(server.Has(row.Blob!));
        Assert.Equal(row.Id, server.Transient.Find(row.Id)!.Id);
        Assert.Null(server.Transcriptions.Find(project.Id, row.Id));
        Assert.Empty(server.Transcriptions.List(project.Id, long.MaxValue, 10));
        Assert.Empty(server.Files.List(project.Id, long.MaxValue, 10));
        Assert.Equal(0, server.Transcriptions.Count(project.Id).Total);
        Assert.Empty(server.Changes.After(project.Id, 0, 10));
        Assert.Empty(server.Search.Find(project.Id, new SearchQuery("", null, null), long.MaxValue, 10));
        Assert.Equal(DeleteOutcome.NotFound, await server.Transcriptions.DeleteAsync(project.Id, row.Id, default));
        await Assert.ThrowsAsync<LimitReachedException>(() => AddAsync(server, project, new LimitOptions { PendingTranscriptions = 1 }));

        var job = (await server.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!;
        Assert.True(job.IsTransient);
        await server.Jobs.CompleteAsync(job, StoreWork.Said("Secret."), []);
        Assert.Equal("Secret.", server.Transcriptions.Transcript(row.Id)!.Text);
        Assert.Equal("", server.Rows("passages"));
        Assert.Equal(JobStatus.Completed, await server.Transient.RemoveAsync(row.Id));
        Assert.Null(await server.Transient.RemoveAsync(row.Id));
        Assert.Equal(("", ""), (server.Rows("transcriptions"), server.Rows("transcripts")));
        Assert.False(server.Has(row.Blob!));
    }

    [Theory, Databases]
    public async Task One_that_is_removed_takes_its_job_from_the_worker(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var row = await AddAsync(server, project);
        var job = (await server.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!;
        Assert.Equal(JobStatus.Processing, await server.Transient.RemoveAsync(row.Id));
        Assert.False((await server.Jobs.CompleteAsync(job, StoreWork.Said("Late."), [])).Ended);
        Assert.False(server.Has(row.Blob!));
        var kept = await server.QueuedAsync(project);
        Assert.Null(await server.Transient.RemoveAsync(kept.Id));
        Assert.NotNull(server.Transcriptions.Find(project.Id, kept.Id));
    }

    [Theory, Databases]
    public async Task Abandoned_ones_are_removed_those_of_this_server_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        await server.QueuedAsync(project);
        var own = await AddAsync(server, project);
        var (theirs, ended) = (await AddAsync(another, project), await AddAsync(another, project));
        var job = (await another.Jobs.ClaimAsync(ended.Id, StoreWork.Lease, default))!;
        await another.Jobs.FailAsync(job, JobFailure.Internal(1));

        var now = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(0, await server.Transient.RemoveAbandonedAsync(own: false, now, default));
        Assert.Equal(1, await server.Transient.RemoveAbandonedAsync(own: true, now, default));
        Assert.Null(server.Transient.Find(own.Id));
        Assert.False(server.Has(own.Blob!));
        Assert.Equal(1, await server.Transient.RemoveAbandonedAsync(own: false, now + 1, default));
        Assert.Null(server.Transient.Find(ended.Id));
        Assert.NotNull(server.Transient.Find(theirs.Id));
        Assert.True(server.Has(theirs.Blob!));
    }

    private static async Task<TranscriptionRow> AddAsync(StoreServer server, Project project, LimitOptions? limits = null)
    {
        var wanted = new NewTranscription
        {
            Model = "a-model",
            Request = new TranscriptionRequest(),
            Source = RequestSource.PublicApi,
            IsWaitedFor = true,
        };
        return await server.Transient.AddAsync(
            project.Id, limits ?? StoreWork.NoLimits, wanted, await server.ArrivedAsync(), "talk.wav");
    }
}
