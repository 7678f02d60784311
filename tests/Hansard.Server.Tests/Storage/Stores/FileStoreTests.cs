using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Files, and the bytes that go with them.</summary>
[Collection(PostgresTests.Name)]
public sealed class FileStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Files_are_listed_newest_first_and_counted_by_source(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var (project, other) = (await server.ProjectAsync(), await server.ProjectAsync("other"));
        var first = await server.FileAsync(project, "1234");
        var second = await server.FileAsync(project, "123", RequestSource.Playground);
        var third = await server.FileAsync(project, "12");
        await server.FileAsync(other);

        var page = server.Files.List(project.Id, long.MaxValue, 2);
        Assert.Equal([third.Id, second.Id], page.Select(file => file.Id));
        Assert.Equal([first.Id], server.Files.List(project.Id, page[^1].Seq, 2).Select(file => file.Id));
        Assert.Equal(new SourceCounts(3, 2, 1), server.Files.Count(project.Id));
        Assert.Equal(new StoredTotals(3, 9), server.Files.Stored(project.Id));

        var found = server.Files.Find(project.Id, first.Id)!;
        Assert.Equal(("talk.wav", 4, "ours", first.CreatedAt), (found.Filename, found.Size, found.ClientReferenceId, found.CreatedAt));
        Assert.Null(server.Files.Find(other.Id, first.Id));
        Assert.True(server.Has(first.Blob));

        Assert.False(await server.Files.DeleteAsync(other.Id, first.Id, default));
        Assert.True(await server.Files.DeleteAsync(project.Id, first.Id, default));
        Assert.False(await server.Files.DeleteAsync(project.Id, first.Id, default));
        Assert.False(server.Has(first.Blob));
        Assert.Equal(new SourceCounts(2, 1, 1), server.Files.Count(project.Id));
        Assert.Equal(new StoredTotals(2, 5), server.Files.Stored(project.Id));
        Assert.Equal(new SourceCounts(0, 0, 0), server.Files.Count("unknown"));
    }

    [Theory, Databases]
    public async Task Limits_hold_also_where_many_arrive_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var limits = new LimitOptions { StoredFiles = 5 };
        var added = await Together.RunAsync(12, async _ =>
        {
            try
            {
                return await server.FileAsync(project, limits: limits);
            }
            catch (LimitReachedException)
            {
                return null;
            }
        });
        Assert.Equal(5, added.Count(file => file is not null));
        Assert.Equal(5, server.Files.Stored(project.Id).Files);
        Assert.All(added.OfType<FileRow>(), file => Assert.True(server.Has(file.Blob)));

        // Of those that were refused nothing is left.
        Assert.Empty(Directory.GetFiles(DataDirectory.At(RootOf(server)).Temporary));
        var bytes = new LimitOptions { StoredBytes = 5 * "sound".Length + 3 };
        await server.FileAsync(project, "123", limits: bytes);
        await Assert.ThrowsAsync<LimitReachedException>(() => server.FileAsync(project, "1", limits: bytes));
    }

    [Theory, Databases]
    public async Task Bytes_stay_while_a_job_needs_them(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var file = await server.FileAsync(project);
        var row = (await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.Wanted(file)))!;
        Assert.True(await server.Files.DeleteAsync(project.Id, file.Id, default));
        Assert.True(server.Has(file.Blob));
        Assert.True(server.Blobs.IsUsed(file.Blob));
        Assert.Empty(server.Blobs.Deleted(long.MaxValue));

        var job = (await server.Jobs.ClaimAsync(row.Id, StoreWork.Lease, default))!;
        var end = await server.Jobs.CompleteAsync(job, StoreWork.Said("Good."), []);
        Assert.Equal(file.Blob, end.Unused);
        Assert.Equal([file.Blob], server.Blobs.Deleted(long.MaxValue));
        await server.Removal.RemoveDeletedAsync(long.MaxValue);
        Assert.False(server.Has(file.Blob));
        Assert.Empty(server.Blobs.Deleted(long.MaxValue));
        Assert.Null(await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.Wanted(file)));
    }

    [Theory, Databases]
    public async Task Files_older_than_a_time_go_in_batches(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        Assert.Null(server.Files.Oldest());
        var old = new List<FileRow>();
        for (var i = 0; i < 3; i++) old.Add(await server.FileAsync(project));
        server.Clock.Advance(TimeSpan.FromHours(1));
        var fresh = await server.FileAsync(project);
        Assert.Equal(old[0].CreatedAt, server.Files.Oldest());

        var first = await server.Files.DeleteOlderThanAsync(fresh.CreatedAt, 2, default);
        var second = await server.Files.DeleteOlderThanAsync(fresh.CreatedAt, 2, default);
        Assert.Equal((2, 1), (first.Count, second.Count));
        Assert.Equal(old.Select(file => file.Id).Order(), first.Concat(second).Order());
        Assert.All(old, file => Assert.False(server.Has(file.Blob)));
        Assert.Empty(await server.Files.DeleteOlderThanAsync(fresh.CreatedAt, 2, default));
        Assert.True(server.Has(fresh.Blob));
    }

    [Theory, Databases]
    public async Task Index_tells_which_bytes_are_used_and_which_are_noted_as_deleted(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        Assert.Null(server.Blobs.Since());
        var project = await server.ProjectAsync();
        var file = await server.FileAsync(project);
        var running = await server.RunningAsync(project);
        Assert.Equal(new[] { file.Blob, running.Blob! }.Order(), server.Blobs.Used().Order());
        Assert.False(server.Blobs.IsUsed("unknown"));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeMilliseconds(), server.Blobs.Since());

        await server.ExecuteAsync("INSERT INTO deleted_blobs (blob, deleted_at) VALUES ('a', 10), ('b', 20)");
        Assert.Equal(["a"], server.Blobs.Deleted(20));
        await server.Blobs.ForgetAsync(["a", "unknown"]);
        Assert.Equal(["b"], server.Blobs.Deleted(21));
    }

    private static string RootOf(StoreServer server)
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(server.Objects.PathOf(BlobName.New()))!, "..", ".."));
}
