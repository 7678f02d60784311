using Hansard.Engine.Transcripts.Corrections;
using Hansard.Server.Revisions;
using Hansard.Server.Search;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Corrected transcripts.</summary>
[Collection(PostgresTests.Name)]
public sealed class RevisionStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Revision_is_kept_beside_the_original_and_found_in_its_place(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var id = (await server.CompletedAsync(project, "Recognise peach.")).Id;
        var saved = await AddAsync(server, project.Id, id, 0, "Recognise speech.", names: """{"1":"Zoë"}""");
        Assert.Equal((1, 0, "a key", """{"1":"Zoë"}"""), (saved!.Number, saved.Base, saved.Author, saved.SpeakerNamesJson));
        Assert.Null(await AddAsync(server, project.Id, id, 0, "Wreck a nice beach."));
        Assert.Null(await AddAsync(server, "other", id, 1, "Wreck a nice beach."));
        Assert.Equal(2, (await AddAsync(server, project.Id, id, 1, "Recognise speech!", names: """{"1":"Zoë"}"""))!.Number);

        Assert.Equal("Recognise peach.", server.Transcriptions.Transcript(id)!.Text);
        var first = server.Transcriptions.Transcript(id, 1)!;
        Assert.Equal(("Recognise speech.", """{"1":"Zoë"}"""), (first.Text, first.SpeakerNamesJson));
        Assert.Equal(StoredTranscript.Of(StoreWork.Said("Recognise speech.").Tokens).Tokens, first.Tokens);
        Assert.Null(server.Transcriptions.Transcript(id, 3));
        var row = server.Transcriptions.Find(project.Id, id)!;
        Assert.Equal((2, 2), (row.Revision, row.Version));

        Assert.Empty(server.Search.Find(project.Id, new SearchQuery("peach ", null, null), long.MaxValue, 9));
        var found = Assert.Single(server.Search.Find(project.Id, new SearchQuery("speech", null, null), long.MaxValue, 9));
        Assert.Equal("Zoë", Assert.Single(found.Passages).SpeakerName);
        Assert.Equal([2, 1], server.Revisions.List(id, long.MaxValue, 9).Select(one => one.Number));
        Assert.Equal([1], server.Revisions.List(id, 2, 9).Select(one => one.Number));
    }

    [Theory, Databases]
    public async Task Of_many_revisions_of_one_base_one_is_saved(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        var id = (await server.CompletedAsync(project, "Recognise peach.")).Id;
        for (var round = 0; round < 3; round++)
        {
            var saved = await Together.RunAsync(6, i => AddAsync(i % 2 == 0 ? server : another, project.Id, id, round, $"Word number{i}."));
            var winner = Array.FindIndex(saved, one => one is not null);
            Assert.Single(saved.OfType<RevisionRow>());
            Assert.Equal(round + 1, saved[winner]!.Number);

            // The passages are the winner's, and there once.
            Assert.Equal(1, server.Scalar<long>("SELECT count(*) FROM passages"));
            Assert.Single(server.Search.Find(project.Id, new SearchQuery($"number{winner} ", null, null), long.MaxValue, 9));
        }
    }

    [Theory, Databases]
    public async Task Revision_and_indexing_at_once_leave_the_revision_to_be_found(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        for (var round = 0; round < 8; round++)
        {
            var id = (await server.CompletedAsync(project, $"Old{round} words.")).Id;
            await server.ExecuteAsync("UPDATE transcripts SET indexed_at = NULL WHERE transcription_id = @id", new { id });
            await Together.RunAsync(2, i => i == 0
                ? AddAsync(server, project.Id, id, 0, $"New{round} words.")
                : server.Search.IndexNextAsync((row, transcript) => Passages.Of(transcript.ToTranscript(row)), default));
            Assert.Single(server.Search.Find(project.Id, new SearchQuery($"new{round} ", null, null), long.MaxValue, 9));
            Assert.Empty(server.Search.Find(project.Id, new SearchQuery($"old{round} ", null, null), long.MaxValue, 9));
        }
    }

    [Theory, Databases]
    public async Task What_is_not_completed_has_no_revision(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        Assert.Null(await AddAsync(server, project.Id, (await server.RunningAsync(project)).Id, 0, "Text."));
        Assert.Null(await AddAsync(server, project.Id, "unknown", 0, "Text."));
        Assert.Equal("", server.Rows("revisions"));
    }

    [Theory, Databases]
    public async Task Words_that_people_corrected_twice_are_suggested_until_they_are_terms_or_dismissed(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var (project, other) = (await server.ProjectAsync(), await server.ProjectAsync("other"));
        WordReplacement[] words =
        [
            new("hands art", "Hansard"), new("answered", "Hansard"), new("zoo", "Zoë"), new("a", "Zoë"), new("no", "No"), new("no", "No"),
            new("once", "Onze"), new("Kiev", "Kyiv"), new("keys", "Kyiv"), new("Kiev", "Kyiv"),
        ];
        foreach (var one in (string[])[project.Id, other.Id])
        {
            var id = (await server.CompletedAsync(one == project.Id ? project : other, "Text.")).Id;
            await AddAsync(server, one, id, 0, "Text!", words: words);
        }

        Assert.Equal(
            [("Kyiv", 3, "Kiev"), ("Hansard", 2, "hands art"), ("Zoë", 2, "zoo")],
            server.Vocabulary.Suggestions(project.Id, 9).Select(one => (one.Term, one.Times, one.Heard)));
        Assert.Single(server.Vocabulary.Suggestions(project.Id, 1));
        await server.Vocabulary.AddAsync(project.Id, ["Kyiv"], default);
        await server.Vocabulary.DismissAsync(project.Id, ["Hansard", "never written"], default);
        await server.Vocabulary.DismissAsync(project.Id, ["Hansard"], default);
        Assert.Equal(["Zoë"], server.Vocabulary.Suggestions(project.Id, 9).Select(one => one.Term));
        Assert.Equal(3, server.Vocabulary.Suggestions(other.Id, 9).Count);
        Assert.Equal(1, server.Scalar<long>("SELECT count(*) FROM dismissed_terms"));
    }

    private static Task<RevisionRow?> AddAsync(
        StoreServer server, string project, string id, long from, string text, string? names = null, WordReplacement[]? words = null)
    {
        var said = StoreWork.Said(text);
        var transcript = StoredTranscript.Of(said.Tokens) with { SpeakerNamesJson = names };
        return server.Revisions.AddAsync(
            project, id, new NewRevision(from, "a key", transcript) { Replacements = words ?? [] }, Passages.Of(said), default);
    }
}
