using Hansard.Server.Summaries;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Summaries.</summary>
[Collection(PostgresTests.Name)]
public sealed class SummaryStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Summary_takes_the_place_of_the_former_of_its_kind_when_it_is_complete(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var id = (await server.CompletedAsync(await server.ProjectAsync(), "Good.")).Id;
        var (first, second, other) = (New(server, id), New(server, id), New(server, id) with { Kind = "tasks" });
        foreach (var one in (SummaryRow[])[first, other, second]) Assert.True(await server.Summaries.AddAsync(one, default));
        Assert.Equal([second, other, first], server.Summaries.Of(id));

        await server.Summaries.StartAsync(first.Id);
        Assert.Equal("processing", server.Summaries.Of(id)[2].Status);
        await server.Summaries.EndAsync(first.Id, "[1]", 2, null);
        await server.Summaries.EndAsync(other.Id, "[2]", 0, null);
        var ended = server.Summaries.Of(id)[2];
        Assert.Equal(("completed", "[1]", 2, null), (ended.Status, ended.StatementsJson, ended.Unfounded, ended.Error));
        await server.Summaries.EndAsync(second.Id, "[3]", 0, null);
        Assert.Equal([second.Id, other.Id], server.Summaries.Of(id).Select(one => one.Id));

        Assert.False(await server.Summaries.DeleteAsync("unknown", second.Id, default));
        Assert.True(await server.Summaries.DeleteAsync(id, second.Id, default));
        Assert.False(await server.Summaries.DeleteAsync(id, second.Id, default));
        Assert.False(await server.Summaries.AddAsync(New(server, "unknown"), default));
    }

    [Theory, Databases]
    public async Task Failed_one_stays_beside_the_former_until_another_is_asked_for(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var id = (await server.CompletedAsync(await server.ProjectAsync(), "Good.")).Id;
        var (good, failed, next) = (New(server, id), New(server, id), New(server, id));
        await server.Summaries.AddAsync(good, default);
        await server.Summaries.EndAsync(good.Id, "[]", 0, null);
        await server.Summaries.AddAsync(failed, default);
        await server.Summaries.EndAsync(failed.Id, null, 0, "No answer.");
        Assert.Equal([("error", "No answer."), ("completed", null)], server.Summaries.Of(id).Select(one => (one.Status, one.Error)));
        await server.Summaries.AddAsync(next, default);
        Assert.Equal([next.Id, good.Id], server.Summaries.Of(id).Select(one => one.Id));
    }

    [Theory, Databases]
    public async Task Interrupted_ones_end_at_a_start_where_no_other_server_may_write_them(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var id = (await server.CompletedAsync(await server.ProjectAsync(), "Good.")).Id;
        var old = New(server, id);
        await server.Summaries.AddAsync(old, default);
        await server.Summaries.StartAsync(old.Id);
        server.Clock.Advance(TimeSpan.FromHours(2));
        var fresh = New(server, id) with { Kind = "tasks" };
        await server.Summaries.AddAsync(fresh, default);
        await server.Summaries.EndInterruptedAsync("Interrupted.", default);
        Assert.Equal(
            [database == Database.Sqlite ? "error" : "queued", "error"], server.Summaries.Of(id).Select(one => one.Status));
    }

    private static SummaryRow New(StoreServer server, string transcription) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        TranscriptionId = transcription,
        Kind = "summary",
        Status = "queued",
        Revision = 0,
        Model = "a model",
        Author = "a key",
        CreatedAt = server.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
    };
}
