using Hansard.Server.Projects;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Keys that open live sessions for a while.</summary>
[Collection(PostgresTests.Name)]
public sealed class TemporaryKeyStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Key_is_found_until_it_expires(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var secret = await AddAsync(server, project, key => key with
        {
            ClientReferenceId = "a page",
            SessionSeconds = 60,
            RealtimeSession = """{"a":1}""",
        });

        var holder = server.TemporaryKeys.Find(secret)!;
        Assert.Equal(project, holder.Project);
        var key = holder.Temporary!;
        Assert.Equal(
            ("a page", 60, """{"a":1}""", false), (key.ClientReferenceId, key.SessionSeconds, key.RealtimeSession, key.IsSingleUse));
        Assert.Null(server.TemporaryKeys.Find("temp_unknown"));

        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(server.TemporaryKeys.Find(secret));
        await server.TemporaryKeys.RemoveExpiredAsync(default);
        Assert.Equal(0, server.Scalar<long>("SELECT count(*) FROM temporary_keys"));
    }

    [Theory, Databases]
    public async Task Key_goes_with_the_key_that_it_was_made_with(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var made = server.Projects.Authenticate(await server.Projects.CreateKeyAsync("one", "key"))!;
        var secret = await AddAsync(server, made.Project, key => key with { KeyId = made.KeyId });
        Assert.Equal(made.KeyId, server.TemporaryKeys.Find(secret)!.KeyId);
        await server.Projects.RevokeAsync(made.KeyId!);
        Assert.Null(server.TemporaryKeys.Find(secret));
    }

    [Theory, Databases]
    public async Task Single_use_is_one_session_however_many_try_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var secret = await AddAsync(server, await server.ProjectAsync(), key => key with { IsSingleUse = true });
        var digest = server.TemporaryKeys.Find(secret)!.Temporary!.Digest;
        var used = await Together.RunAsync(8, _ => server.TemporaryKeys.UseUpAsync(digest));
        Assert.Single(used, one => one);
        Assert.False(await server.TemporaryKeys.UseUpAsync(digest));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeMilliseconds(), server.TemporaryKeys.Find(secret)!.Temporary!.UsedAt);
    }

    [Theory, Databases]
    public async Task Project_has_no_more_keys_than_it_may(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        await AddAsync(server, project);
        await server.ExecuteAsync(
            $"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ITemporaryKeyStore.MostOfProject - 3})
            INSERT INTO temporary_keys (digest, project_id, single_use, expires_at)
            SELECT 'digest' || n, @Id, 0, @end FROM numbers
            """,
            new { project.Id, end = End(server) });

        // Two are free, and four ask.
        var answers = await Together.RunAsync(4, i => server.TemporaryKeys.AddAsync(Key(server, project, $"temp_{i}"), default));
        Assert.Equal(2, answers.Count(answer => answer is null));
        Assert.All(answers, answer => Assert.True(answer is null || answer == End(server)));
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await server.TemporaryKeys.AddAsync(Key(server, project, "temp_later"), default));
        Assert.Equal(1, server.Scalar<long>("SELECT count(*) FROM temporary_keys"));
    }

    private static async Task<string> AddAsync(StoreServer server, Project project, Func<TemporaryKey, TemporaryKey>? with = null)
    {
        var secret = ApiKey.GenerateTemporary();
        var key = Key(server, project, secret);
        Assert.Null(await server.TemporaryKeys.AddAsync(with?.Invoke(key) ?? key, default));
        return secret;
    }

    private static TemporaryKey Key(StoreServer server, Project project, string secret) => new()
    {
        Digest = ApiKey.Digest(secret),
        ProjectId = project.Id,
        KeyId = null,
        ClientReferenceId = null,
        IsSingleUse = false,
        SessionSeconds = null,
        ExpiresAt = End(server),
    };

    private static long End(StoreServer server) => server.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeMilliseconds();
}
