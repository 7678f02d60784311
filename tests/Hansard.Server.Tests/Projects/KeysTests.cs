using Dapper;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Hansard.Server.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Projects;

public sealed class KeysTests
{
    [Fact]
    public async Task An_empty_server_makes_one_key_and_only_the_first_time()
    {
        var first = await TestServer.StartAsync(options => options.ApiKey = null);
        var key = first.Host.FirstKey;
        Assert.NotNull(key);
        using (var client = first.NewClient(key)) await first.GetAsync("/v1/files", client);

        await using var second = await TestServer.StartAsync(options => options.ApiKey = null, await first.StopAndKeepDataAsync());
        Assert.Null(second.Host.FirstKey);
        using var again = second.NewClient(key);
        await second.GetAsync("/v1/files", again);
    }

    [Fact]
    public async Task A_given_key_is_taken_as_the_first_one()
    {
        await using var server = await TestServer.StartAsync(options => options.ApiKey = "chosen");
        Assert.Null(server.Host.FirstKey);
        using var client = server.NewClient("chosen");
        await server.GetAsync("/v1/files", client);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_stays_so()
    {
        var server = await TestServer.StartAsync();
        var store = server.Host.Services.GetRequiredService<IProjectStore>();
        using var client = await server.NewProjectAsync("other");
        await server.GetAsync("/v1/files", client);
        var id = store.Keys().Single(k => k.Project == "other").Id;
        Assert.True(await store.RevokeAsync(id, TestContext.Current.CancellationToken));
        Assert.False(await store.RevokeAsync(id, TestContext.Current.CancellationToken));
        using (var response = await client.GetAsync("/v1/files")) await Answer.ErrorAsync(response, 401, "unauthenticated");

        await store.RevokeAsync(store.Keys().Single(k => k.Project == "default").Id, TestContext.Current.CancellationToken);
        await using var next = await TestServer.StartAsync(data: await server.StopAndKeepDataAsync());
        using var given = await next.Client.GetAsync("/v1/files");
        await Answer.ErrorAsync(given, 401, "unauthenticated");
    }

    [Fact]
    public async Task A_key_whose_digest_only_begins_like_a_known_one_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        const string Key = "a-key-that-nobody-was-given";
        var digest = ApiKey.Digest(Key);
        var similar = digest[..^1] + (digest[^1] == '0' ? '1' : '0');
        Assert.Equal(ApiKey.Lookup(digest), ApiKey.Lookup(similar));
        await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => c.Execute(
                "INSERT INTO api_keys (id, project_id, name, hint, digest, lookup, created_at) "
                + "SELECT 'x', id, 'x', 'x', @similar, @lookup, 0 FROM projects",
                new { similar, lookup = ApiKey.Lookup(similar) }),
            TestContext.Current.CancellationToken);
        using var client = server.NewClient(Key);
        using var response = await client.GetAsync("/v1/files");
        await Answer.ErrorAsync(response, 401, "unauthenticated");
    }

    [Fact]
    public async Task Keys_are_stored_hashed_and_listed_without_their_secret()
    {
        await using var server = await TestServer.StartAsync(options => options.ApiKey = null);
        var key = server.Host.FirstKey!;
        var info = Assert.Single(server.Host.Services.GetRequiredService<IProjectStore>().Keys());
        var rows = server.Host.Services.GetRequiredService<ISqlDatabase>().Read(
            c => c.Query("SELECT * FROM api_keys")
                .Cast<IDictionary<string, object?>>()
                .Select(row => string.Join(' ', row.Values))
                .ToList());
        Assert.Contains(rows, row => row.Contains(info.Id, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => row.Contains(key[8..], StringComparison.Ordinal));
        Assert.Equal(key[..8] + "…", info.Hint);
        Assert.Equal("default", info.Project);
        Assert.Null(info.RevokedAt);
    }
}
