using Hansard.Server.Sharing;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Links that show transcripts.</summary>
[Collection(PostgresTests.Name)]
public sealed class ShareStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Link_shows_its_transcription_until_it_expires_or_is_withdrawn(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var id = (await server.CompletedAsync(project, "Good.")).Id;
        var first = Link(server, id, TimeSpan.FromHours(1)) with { Audio = true };
        var second = Link(server, id, TimeSpan.FromHours(2));
        Assert.Equal(ShareOutcome.Added, await server.Shares.AddAsync(project.Id, first, "digest 1", default));
        Assert.Equal(ShareOutcome.Added, await server.Shares.AddAsync(project.Id, second, "digest 2", default));
        Assert.Equal([second, first], server.Shares.Of(project.Id, id));
        Assert.Empty(server.Shares.Of("other", id));

        var shown = server.Shares.Find("digest 1")!;
        Assert.Equal(
            (first.Id, project.Id, id, true, first.ExpiresAt),
            (shown.ShareId, shown.ProjectId, shown.TranscriptionId, shown.Audio, shown.ExpiresAt));
        Assert.Null(server.Shares.Find("digest 3"));
        Assert.Equal(shown, server.Shares.Find(project.Id, first.Id));
        Assert.Null(server.Shares.Find("other", first.Id));

        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(server.Shares.Find("digest 1"));
        Assert.Null(server.Shares.Find(project.Id, first.Id));
        Assert.Equal([second], server.Shares.Of(project.Id, id));
        Assert.False(await server.Shares.WithdrawAsync("other", second.Id, default));
        Assert.True(await server.Shares.WithdrawAsync(project.Id, second.Id, default));
        Assert.False(await server.Shares.WithdrawAsync(project.Id, second.Id, default));
        Assert.Null(server.Shares.Find("digest 2"));
    }

    [Theory, Databases]
    public async Task Only_completed_transcriptions_are_shown_and_by_so_many_links(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var running = Link(server, (await server.RunningAsync(project)).Id, TimeSpan.FromHours(1));
        Assert.Equal(ShareOutcome.NotCompleted, await server.Shares.AddAsync(project.Id, running, "digest", default));
        var id = (await server.CompletedAsync(project, "Good.")).Id;
        Assert.Equal(
            ShareOutcome.NotFound, await server.Shares.AddAsync("other", Link(server, id, TimeSpan.FromHours(1)), "digest", default));
        await server.ExecuteAsync(
            $"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {IShareStore.MostOfOne - 1})
            INSERT INTO shares (id, transcription_id, digest, audio, created_at, expires_at)
            SELECT 'id' || n, @id, 'digest' || n, 0, 0, @end FROM numbers
            """,
            new { id, end = Link(server, id, TimeSpan.FromHours(1)).ExpiresAt });

        // One is free, and four ask.
        var outcomes = await Together.RunAsync(
            4, i => server.Shares.AddAsync(project.Id, Link(server, id, TimeSpan.FromHours(1)), $"last {i}", default));
        Assert.Equal([ShareOutcome.Added, ShareOutcome.Full, ShareOutcome.Full, ShareOutcome.Full], outcomes.Order());
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(
            ShareOutcome.Added, await server.Shares.AddAsync(project.Id, Link(server, id, TimeSpan.FromHours(1)), "later", default));
        Assert.Equal(1, server.Scalar<long>("SELECT count(*) FROM shares"));
    }

    private static Share Link(StoreServer server, string id, TimeSpan time)
    {
        var now = server.Clock.GetUtcNow();
        return new Share
        {
            Id = Guid.CreateVersion7().ToString(),
            TranscriptionId = id,
            Audio = false,
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = (now + time).ToUnixTimeMilliseconds(),
        };
    }
}
