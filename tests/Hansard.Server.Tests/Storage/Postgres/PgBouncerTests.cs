using Hansard.Engine;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Search;
using Hansard.Server.Tests.Storage.Stores;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>All stores through PgBouncer in transaction mode, which keeps nothing of a connection between transactions.</summary>
[Collection(PostgresTests.Name)]
public sealed class PgBouncerTests(PostgresServer postgres)
{
    [Fact]
    public async Task Stores_work_through_it_with_many_servers_on_few_connections()
    {
        await using var bouncer = await PgBouncer.StartAsync(postgres);
        await using var server = await StoreServer.StartAsync(bouncer.Through(await postgres.NewDatabaseAsync()));
        var servers = new[] { server, await server.AnotherAsync(), await server.AnotherAsync() };
        var project = await server.ProjectAsync();
        await Together.RunAsync(9, i => WorkAsync(servers[i % 3], i));
        Assert.Equal(new(9, 9, 0), server.Transcriptions.Count(project.Id));
        Assert.Equal(9, server.Usage.List(project.Id, 0, long.MaxValue, false, null, 20).Count);
        Assert.Equal(new(0, 0), server.Jobs.Depth());
    }

    private static async Task WorkAsync(StoreServer server, int i)
    {
        var project = await server.ProjectAsync();
        var key = await server.Projects.CreateKeyAsync("one", $"key {i}");
        Assert.Equal(project, server.Projects.Authenticate(key)!.Project);
        Assert.NotNull(server.Administration.Project(project.Id));
        await server.Vocabulary.AddAsync(project.Id, [$"term {i}", "same"], default);
        await server.KnownSpeakers.AddAsync(project.Id, new LimitOptions(), $"person {i}", new NewVoiceSample([1], 1), default);
        Assert.Equal("value", server.Settings.GetOrAdd($"name {i}", "value"));

        var row = await server.QueuedAsync(project, wanted => wanted with { WebhookUrl = "https://example.org/" });
        var job = (await server.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!;
        var state = new JobState(1, 2, TranscriptionStage.Recognition, StoreWork.Said("Go").Tokens);
        Assert.True(await server.Jobs.RenewAsync(job, state, StoreWork.Lease, default));
        Assert.Single(server.Transcriptions.Partial(job.Id));
        Assert.True((await server.Jobs.CompleteAsync(job, StoreWork.Said($"Good number{i}."), [])).Ended);
        var outcome = await server.Transcriptions.LabelAsync(
            project.Id, row.Id, new TranscriptionLabels([$"tag {i}"], null, 0), default);
        Assert.Equal(LabelOutcome.Changed, outcome);
        Assert.Single(server.Search.Find(project.Id, new SearchQuery($"number{i} ", null, null), long.MaxValue, 9));
        Assert.NotEmpty(server.Search.Tags(project.Id));
        var webhook = await server.Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default);
        await server.Webhooks.EndAsync(webhook!, 200);
        await server.Jobs.TakeBackAsync(own: false, [], 3, default);
        Assert.NotEmpty(server.Changes.After(project.Id, 0, 100));
        await server.Files.DeleteAsync(project.Id, row.FileId!, default);
        Assert.False(server.Has(row.Blob!));
    }
}
