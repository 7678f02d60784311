using Hansard.Server.Administration;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Projects, their keys, and what administrators see of both.</summary>
[Collection(PostgresTests.Name)]
public sealed class ProjectStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Keys_open_their_project_until_they_are_revoked(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        Assert.False(server.Projects.HasKeys());
        var key = await server.Projects.CreateKeyAsync("one", "laptop", isAdmin: true);
        var other = await server.Projects.CreateKeyAsync("two", "phone");

        var holder = server.Projects.Authenticate(key)!;
        Assert.Equal(("one", "laptop", true), (holder.Project.Name, holder.KeyName, holder.IsAdministrator));
        Assert.False(server.Projects.Authenticate(other)!.IsAdministrator);
        Assert.Null(server.Projects.Authenticate(key + "x"));
        Assert.Equal(holder.Project, server.Projects.Find("one"));
        Assert.Equal(holder.Project, server.Projects.OfId(holder.Project.Id));
        Assert.Null(server.Projects.Find("One"));
        Assert.True(server.Projects.HasKeys());

        Assert.True(await server.Projects.RevokeAsync(holder.KeyId!));
        Assert.False(await server.Projects.RevokeAsync(holder.KeyId!));
        Assert.Null(server.Projects.Authenticate(key));
        Assert.False(server.Projects.IsValid(holder.KeyId!));
        Assert.NotNull(server.Projects.Authenticate(other));
        Assert.Equal(["laptop", "phone"], server.Projects.Keys().Select(one => one.Name));
    }

    [Theory, Databases]
    public async Task Key_of_the_operator_is_there_once_and_stays_revoked(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        await Together.RunAsync(8, _ => server.Projects.EnsureKeyAsync("default", "from the environment", "a-chosen-key"));
        var key = Assert.Single(server.Projects.Keys());
        Assert.True(await server.Projects.RevokeAsync(key.Id));
        await server.Projects.EnsureKeyAsync("default", "from the environment", "a-chosen-key");
        Assert.Null(server.Projects.Authenticate("a-chosen-key"));
    }

    [Theory, Databases]
    public async Task Project_is_made_once_however_many_ask_for_it(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var made = await Together.RunAsync(8, _ => server.Projects.GetOrCreateAsync("one"));
        Assert.Single(made.Distinct());
        Assert.Null(await server.Administration.AddProjectAsync("one", default));
    }

    [Theory, Databases]
    public async Task Projects_are_in_the_order_of_the_alphabet_whatever_their_case(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        string[] names = ["ärger", "Äpfel", "Zoo", "bär", "Birne", "apfel"];
        foreach (var name in names) Assert.NotNull(await server.Administration.AddProjectAsync(name, default));
        var listed = server.Administration.Projects().Select(one => one.Name).ToList();
        Assert.Equal(["apfel", "Birne", "bär", "Zoo"], listed.Where(name => char.IsAscii(name[0])));
        Assert.Equal(["Äpfel", "ärger"], listed.Where(name => !char.IsAscii(name[0])));
    }

    [Theory, Databases]
    public async Task Overview_counts_keys_files_bytes_and_transcriptions(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        await server.ProjectAsync("empty");
        var issued = (await server.Administration.AddKeyAsync(project.Id, "one", isAdmin: false, default))!;
        await server.Administration.AddKeyAsync(project.Id, "two", isAdmin: false, default);
        await server.Administration.RevokeAsync(project.Id, issued.Info.Id, evenLast: false, default);
        await server.FileAsync(project, "12345");
        await server.QueuedAsync(project);

        var seen = server.Administration.Project(project.Id)!;
        Assert.Equal((1, 2, 10, 1), (seen.Keys, seen.Files, seen.Bytes, seen.Transcriptions));
        var none = server.Administration.Projects().Single(one => one.Name == "empty");
        Assert.Equal((0, 0, 0, 0), (none.Keys, none.Files, none.Bytes, none.Transcriptions));
        Assert.Null(server.Administration.Project("unknown"));
        Assert.Null(await server.Administration.AddKeyAsync("unknown", "key", isAdmin: false, default));
    }

    [Theory, Databases]
    public async Task Last_administrators_key_stays_also_where_two_are_revoked_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        for (var round = 0; round < 5; round++)
        {
            var keys = new List<string>();
            for (var i = 0; i < 2; i++)
                keys.Add((await server.Administration.AddKeyAsync(project.Id, "key", isAdmin: true, default))!.Info.Id);
            var outcomes = await Together.RunAsync(
                2, i => server.Administration.RevokeAsync(project.Id, keys[i], evenLast: false, default));
            Assert.Equal([Revocation.Revoked, Revocation.LastAdministrator], outcomes.Order());
            var left = keys[Array.IndexOf(outcomes, Revocation.LastAdministrator)];
            Assert.Equal(Revocation.NotFound, await server.Administration.RevokeAsync("other", left, evenLast: true, default));
            Assert.Equal(Revocation.Revoked, await server.Administration.RevokeAsync(project.Id, left, evenLast: true, default));
        }
    }

    [Theory, Databases]
    public async Task Uses_of_keys_are_noted_and_work_is_shown(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var key = (await server.Administration.AddKeyAsync(project.Id, "key", isAdmin: false, default))!.Info;
        await server.Administration.RecordUsesAsync(new Dictionary<string, long> { [key.Id] = 12_345, ["unknown"] = 1 }, default);
        Assert.Equal(12_345, Assert.Single(server.Administration.Keys(project.Id)).LastUsedAt);

        Assert.Equal((0, 0, null), Counts(server));
        var running = await server.RunningAsync(project);
        await server.QueuedAsync(project);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Transcriptions.AddAsync(project.Id, StoreWork.NoLimits, StoreWork.WantedFrom("http://example.org/a.wav"));
        var first = server.Clock.GetUtcNow().ToUnixTimeMilliseconds() - 60_000;
        Assert.Equal((2, 1, first), Counts(server));
        var shown = Assert.Single(server.Administration.Work().Running);
        Assert.Equal((running.Id, "one", "a-model", 0), (shown.Id, shown.Project, shown.Model, shown.TranscribedMs));
    }

    private static (long Queued, long Downloading, long? Oldest) Counts(StoreServer server)
        => server.Administration.Work() is var work ? (work.Queued, work.Downloading, work.OldestQueuedAt) : default;
}
