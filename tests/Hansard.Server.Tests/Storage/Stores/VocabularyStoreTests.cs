using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Vocabulary;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Terms of projects.</summary>
[Collection(PostgresTests.Name)]
public sealed class VocabularyStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Terms_are_there_once_in_the_order_of_the_alphabet(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var (project, other) = (await server.ProjectAsync(), await server.ProjectAsync("other"));
        Assert.True(await server.Vocabulary.AddAsync(project.Id, ["Zug", "apfel", "会议"], default));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await server.Vocabulary.AddAsync(project.Id, ["Bahn", "Zug", "Apfel"], default));
        Assert.True(await server.Vocabulary.AddAsync(other.Id, ["Zug"], default));

        var terms = server.Vocabulary.List(project.Id);
        Assert.Equal(["Apfel", "apfel", "Bahn", "Zug", "会议"], terms.Select(term => term.Term));
        Assert.Equal(new[] { "Apfel", "Bahn" }, server.Vocabulary.Of(project.Id).TakeLast(2));
        Assert.Equal(5, server.Vocabulary.Of(project.Id).Count);

        Assert.False(await server.Vocabulary.RemoveAsync(other.Id, terms[0].Id, default));
        Assert.True(await server.Vocabulary.RemoveAsync(project.Id, terms[0].Id, default));
        Assert.False(await server.Vocabulary.RemoveAsync(project.Id, terms[0].Id, default));
        Assert.Equal(4, server.Vocabulary.List(project.Id).Count);
        Assert.Single(server.Vocabulary.List(other.Id));
    }

    [Theory, Databases]
    public async Task Same_terms_may_be_added_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var added = await Together.RunAsync(8, i => server.Vocabulary.AddAsync(project.Id, ["same", $"own {i}"], default));
        Assert.All(added, Assert.True);
        Assert.Equal(9, server.Vocabulary.List(project.Id).Count);
    }

    [Theory, Databases]
    public async Task Too_many_are_not_added_at_all(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        string[] all = [.. Enumerable.Range(0, IVocabularyStore.Most).Select(i => $"term {i}")];
        Assert.True(await server.Vocabulary.AddAsync(project.Id, all[1..], default));
        Assert.False(await server.Vocabulary.AddAsync(project.Id, ["a", "b"], default));
        Assert.Equal(IVocabularyStore.Most - 1, server.Vocabulary.Of(project.Id).Count);
        var added = await Together.RunAsync(4, i => server.Vocabulary.AddAsync(project.Id, [$"last {i}"], default));
        Assert.Single(added, one => one);
    }
}
