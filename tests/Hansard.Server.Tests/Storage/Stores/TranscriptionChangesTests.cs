using Hansard.Engine;
using Hansard.Server.Jobs;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>The latest change of each transcription, in order.</summary>
[Collection(PostgresTests.Name)]
public sealed class TranscriptionChangesTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Everything_that_clients_see_is_a_change(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        await server.ProjectAsync("other");
        Assert.Equal(0, server.Changes.Latest(project.Id));
        var row = await server.QueuedAsync(project);
        var seen = 0L;
        Changed();
        var job = (await server.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!;
        Changed();
        await server.Jobs.RenewAsync(job, new JobState(5, 10, TranscriptionStage.Recognition, []), StoreWork.Lease, default);
        Changed();
        await server.Jobs.RenewAsync(job, new JobState(5, 10, TranscriptionStage.Recognition, []), StoreWork.Lease, default);
        Assert.Equal(seen, server.Changes.Latest(project.Id));
        await server.Jobs.HandBackAsync(job, countsAsAttempt: true, TimeSpan.Zero);
        Changed();
        await server.Jobs.CompleteAsync(
            (await server.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!, StoreWork.Said("Good."), []);
        Changed();
        await server.Transcriptions.LabelAsync(project.Id, row.Id, new TranscriptionLabels(["a"], null, null), default);
        Changed();
        await server.Transcriptions.DeleteAsync(project.Id, row.Id, default);
        Changed();
        Assert.Empty(server.Changes.After("other", 0, 10));

        void Changed()
        {
            var change = Assert.Single(server.Changes.After(project.Id, seen, 10));
            Assert.Equal(row.Id, change.Id);
            Assert.True(change.Seq > seen);
            Assert.Equal(change.Seq, server.Changes.Latest(project.Id));
            seen = change.Seq;
        }
    }

    [Theory, Databases]
    public async Task Deleted_ones_are_forgotten_but_for_the_latest(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var kept = await server.QueuedAsync(project);
        for (var i = 0; i < 5; i++)
            await server.Transcriptions.DeleteAsync(project.Id, (await server.QueuedAsync(project)).Id, default);
        Assert.Equal(6, server.Changes.After(project.Id, 0, 10).Count);
        await server.Changes.PruneAsync(3, default);
        var left = server.Changes.After(project.Id, 0, 10);
        Assert.Equal(kept.Id, left[0].Id);
        Assert.InRange(left.Count, 2, 4);
        Assert.Equal(left.Select(change => change.Seq).Order(), left.Select(change => change.Seq));
        Assert.Equal([left[0]], server.Changes.After(project.Id, 0, 1));
    }

    [Theory, Databases]
    public async Task Watcher_misses_no_change_of_eight_writers(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var file = await server.FileAsync(project);
        using var written = new CancellationTokenSource();

        // It never looks back: what comes into sight behind what it has seen is lost to it.
        var watcher = Task.Run(async () =>
        {
            var seen = new Dictionary<string, long>();
            for (var (last, isLast) = (0L, false); ;)
            {
                var changes = another.Changes.After(project.Id, last, 1000);
                foreach (var change in changes) seen[change.Id] = last = change.Seq;
                if (changes.Count > 0) continue;
                if (isLast) return seen;
                isLast = written.IsCancellationRequested;
                await Task.Yield();
            }
        });
        await Together.RunAsync(8, async i =>
        {
            var one = i % 2 == 0 ? server : another;
            for (var round = 0; round < 6; round++)
            {
                var row = (await one.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.Wanted(file)))!;
                await one.Transcriptions.LabelAsync(project.Id, row.Id, new TranscriptionLabels(["a"], null, null), default);
                await one.Jobs.CancelAsync(project.Id, row.Id, default);
            }
        });
        await written.CancelAsync();
        var all = server.Changes.After(project.Id, 0, 1000);
        Assert.Equal(48, all.Count);
        Assert.Equal(
            all.OrderBy(change => change.Id).Select(change => (change.Id, change.Seq)),
            (await watcher.WaitAsync(TimeSpan.FromMinutes(1))).OrderBy(change => change.Key).Select(change => (change.Key, change.Value)));
    }
}
