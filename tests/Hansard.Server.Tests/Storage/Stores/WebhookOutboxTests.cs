using Hansard.Server.Projects;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Webhooks;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Webhooks that are to be sent.</summary>
[Collection(PostgresTests.Name)]
public sealed class WebhookOutboxTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Webhooks_are_taken_by_project_and_not_for_full_hosts(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var (one, two) = (await server.ProjectAsync(), await server.ProjectAsync("two"));
        Assert.Empty(server.Webhooks.Due().Projects);
        var first = await EndedAsync(server, one, "http://full.example/");
        var second = await EndedAsync(server, one, "http://b.example/");
        await EndedAsync(server, two, "http://c.example/");
        Assert.Equal(new[] { one.Id, two.Id }.Order(), server.Webhooks.Due().Projects.Order());

        var taken = (await server.Webhooks.TakeAsync(one.Id, [], StoreWork.Lease, default))!;
        Assert.Equal((first, one.Id, "completed", 0), (taken.TranscriptionId, taken.ProjectId, taken.Status, taken.Attempts));
        await server.Webhooks.ReturnAsync(taken);
        var other = (await server.Webhooks.TakeAsync(one.Id, [taken.Host], StoreWork.Lease, default))!;
        Assert.Equal(second, other.TranscriptionId);
        Assert.Null(await server.Webhooks.TakeAsync(one.Id, [taken.Host], StoreWork.Lease, default));
        Assert.Equal(first, (await server.Webhooks.TakeAsync(one.Id, ["another"], StoreWork.Lease, default))!.TranscriptionId);
        Assert.Equal([two.Id], server.Webhooks.Due().Projects);
    }

    [Theory, Databases]
    public async Task Failed_try_is_counted_and_waits(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var id = await EndedAsync(server, project, "http://a.example/");
        var taken = (await server.Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default))!;
        await server.Webhooks.PostponeAsync(taken, 503, TimeSpan.FromHours(1));
        Assert.Equal(503, server.Transcriptions.Find(project.Id, id)!.WebhookStatusCode);
        var due = server.Webhooks.Due();
        Assert.Empty(due.Projects);
        Assert.InRange(server.Webhooks.UntilNextDue(due.Time)!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));

        // At a start; but not where another server may have it.
        await server.Webhooks.HastenAsync(default);
        var isAlone = database == Database.Sqlite;
        Assert.Equal(isAlone, server.Webhooks.UntilNextDue(due.Time)! < TimeSpan.FromMinutes(1));
        await server.ExecuteAsync("UPDATE webhook_outbox SET next_attempt_at = now_ms()");
        var again = (await server.Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default))!;
        Assert.Equal(1, again.Attempts);
        await server.Webhooks.EndAsync(again, null);
        Assert.Equal(503, server.Transcriptions.Find(project.Id, id)!.WebhookStatusCode);
        Assert.Equal("", server.Rows("webhook_outbox"));
        Assert.Null(server.Webhooks.UntilNextDue(due.Time));
    }

    [Theory, Databases]
    public async Task Old_claim_changes_nothing(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        await EndedAsync(server, project, "http://a.example/");
        var old = (await server.Webhooks.TakeAsync(project.Id, [], TimeSpan.Zero, default))!;
        Webhook? mine = null;
        for (var i = 0; mine is null && i < 100; i++)
            mine = await another.Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default);
        Assert.True(mine!.Claim > old.Claim);

        var before = (server.Rows("webhook_outbox"), server.Rows("transcriptions"));
        await server.Webhooks.ReturnAsync(old);
        await server.Webhooks.PostponeAsync(old, 500, TimeSpan.Zero);
        await server.Webhooks.EndAsync(old, 200);
        Assert.Equal(before, (server.Rows("webhook_outbox"), server.Rows("transcriptions")));

        await another.Webhooks.EndAsync(mine, 204);
        Assert.Equal("", server.Rows("webhook_outbox"));
        Assert.Equal(204, server.Transcriptions.Find(project.Id, mine.TranscriptionId)!.WebhookStatusCode);
    }

    [Theory, Databases]
    public async Task Each_webhook_is_taken_once_by_eight(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        for (var i = 0; i < 40; i++)
            await server.ExecuteAsync(
                """
                INSERT INTO webhook_outbox (transcription_id, project_id, status, url, host, created_at, next_attempt_at)
                VALUES (@i, @Id, 'completed', 'http://a.example/', 'a.example:80', 0, 0)
                """,
                new { i = $"{i}", project.Id });
        var taken = await Together.RunAsync(8, async i =>
        {
            var ids = new List<string>();
            while (await (i % 2 == 0 ? server : another).Webhooks.TakeAsync(project.Id, [], StoreWork.Lease, default) is { } webhook)
                ids.Add(webhook.TranscriptionId);
            return ids;
        });
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}").Order(), taken.SelectMany(ids => ids).Order());
    }

    private static async Task<string> EndedAsync(StoreServer server, Project project, string url)
    {
        var job = await server.RunningAsync(project, wanted => wanted with { WebhookUrl = url });
        await server.Jobs.CompleteAsync(job, StoreWork.Said("Good."), []);
        return job.Id;
    }
}
