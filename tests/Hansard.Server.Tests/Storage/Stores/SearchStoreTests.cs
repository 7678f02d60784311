using Hansard.Server.Jobs;
using Hansard.Server.Projects;
using Hansard.Server.Search;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Search by words, names and labels.</summary>
[Collection(PostgresTests.Name)]
public sealed class SearchStoreTests(PostgresServer postgres)
{
    // What is looked for, and the words of the text below that are marked; null: nothing is found.
    private static readonly (string Query, string? Marked)[] Words =
    [
        ("budget", "budget"), ("BUDGET", "budget"), ("budg", "budget"), ("budg ", null), ("udget", null),
        ("\"the budget\"", "the budget"), ("\"budget the\"", null), ("committee budget", "budget|committee"), ("budget nothing", null),
        ("\"budget of the comm", null), ("cafe", "café"), ("CAFÉ", "café"), ("naïve", "naive"), ("uber", "Über"), ("ängste", "Angste"),
        ("会议", "会议"), ("议", "议"), ("京议", null), ("\"北京\"", "北京"), ("东京", null), ("привет", "Привет"), ("ПРИВ", "Привет"),
        ("Μάθημα", "μάθημα"), ("don't", "don't"), ("2026", "2026"), ("3", "3"), ("x'; DROP TABLE passages; --", null),
        ("a:* & b | !c <-> (d)", null), ("\"", null), ("%", null), ("_", null), ("\\", null), ("b\0udget", null), ("😀", null),
    ];

    private const string Said =
        "The committee agreed on the budget. A café is naive, Über Angste. 北京会议 was held. Привет! μάθημα; don't, in 2026: 3.5.";

    [Theory, Databases]
    public async Task Words_accents_phrases_and_other_writings_are_found_and_marked(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var id = (await server.CompletedAsync(project, Said)).Id;
        await server.CompletedAsync(await server.ProjectAsync("other"), Said);

        var wrong = new List<string>();
        foreach (var (query, marked) in Words)
        {
            var found = Find(server, project, query);
            var shown = found.Count == 0 ? null : string.Join('|', found.SelectMany(one => one.Passages).SelectMany(MarkedIn));
            if (shown != marked) wrong.Add($"{query}: {shown ?? "(nothing)"} instead of {marked ?? "(nothing)"}");
            Assert.All(found, one => Assert.Equal(id, one.Row.Id));
        }
        Assert.Empty(wrong);
    }

    [Theory, Databases]
    public async Task Passages_tell_who_spoke_and_when_and_three_are_shown(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        await server.CompletedAsync(project, "One apple.", "No fruit.", "Two apples.", "An apple.", "More apple.");
        var passages = Assert.Single(Find(server, project, "apple")).Passages;
        Assert.Equal(["One apple.", "Two apples.", "An apple."], passages.Select(passage => passage.Text));
        Assert.Equal(("3", 2000, 2900), (passages[1].Speaker, passages[1].StartMs, passages[1].EndMs));
        passages = Assert.Single(Find(server, project, "apple ")).Passages;
        Assert.Equal(["One apple.", "An apple.", "More apple."], passages.Select(passage => passage.Text));
    }

    [Theory, Databases]
    public async Task Names_and_notes_are_found_in_any_case_and_tags_as_they_are(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var first = await server.QueuedAsync(project, w => w with { Notes = "Über 50% of ÄRZTE_1 agree", TagsJson = """["Größe","b"]""" });
        var second = await server.CompletedAsync(project, "Something else.");
        Assert.Equal([second.Id, first.Id], Ids(Find(server, project, "TALK.w")));
        Assert.Equal([first.Id], Ids(Find(server, project, "über 50% OF ärzte_")));
        Assert.Empty(Find(server, project, "50_ of"));
        Assert.Equal([first.Id], Ids(Find(server, project, "", tag: "größe")));
        Assert.Equal([first.Id], Ids(Find(server, project, "ärzte", tag: "B", status: JobStatus.Queued)));
        Assert.Empty(Find(server, project, "", tag: "gr"));
        Assert.Equal([second.Id], Ids(Find(server, project, "", status: JobStatus.Completed)));
        Assert.Equal([second.Id], Ids(server.Search.Find(project.Id, new SearchQuery("", null, null), long.MaxValue, 1)));
        Assert.Equal([first.Id], Ids(server.Search.Find(
            project.Id, new SearchQuery("", null, null), server.Transcriptions.Find(project.Id, second.Id)!.Seq, 10)));
    }

    [Theory, Databases]
    public async Task Tags_are_counted_in_the_spelling_that_was_first(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        foreach (var tags in (string[])["""["Müller","b"]""", """["MÜLLER"]""", """["müller","a \" \\ '"]"""])
            await server.QueuedAsync(project, wanted => wanted with { TagsJson = tags });
        await server.QueuedAsync(await server.ProjectAsync("other"), wanted => wanted with { TagsJson = """["Müller"]""" });
        Assert.Equal(
            [("Müller", 3), ("a \" \\ '", 1), ("b", 1)], server.Search.Tags(project.Id).Select(tag => (tag.Tag, tag.Count)));
        Assert.Empty(server.Search.Tags("unknown"));
    }

    [Theory, Databases]
    public async Task Transcripts_without_an_index_are_divided_once_also_by_two_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var project = await server.ProjectAsync();
        for (var i = 0; i < 5; i++) await server.CompletedAsync(project, "An apple.", "A pear.");
        var before = server.Rows("passages").Split('\n').Length;
        await server.ExecuteAsync("DELETE FROM passages");
        await server.ExecuteAsync("UPDATE transcripts SET indexed_at = NULL");
        Assert.Empty(Find(server, project, "apple"));

        await Together.RunAsync(4, async i =>
        {
            while (await (i % 2 == 0 ? server : another).Search.IndexNextAsync(Divide, default))
            {
                // The next one.
            }
        });
        Assert.Equal(before, server.Rows("passages").Split('\n').Length);
        Assert.All(Find(server, project, "apple"), one => Assert.Single(one.Passages));
        Assert.Equal(5, Find(server, project, "apple").Count);
    }

    private static IReadOnlyList<Passage> Divide(TranscriptionRow row, StoredTranscript transcript)
        => Passages.Of(transcript.ToTranscript(row));

    private static IReadOnlyList<FoundTranscription> Find(
        StoreServer server, Project project, string text, string? tag = null, string? status = null)
        => server.Search.Find(project.Id, new SearchQuery(text, tag, status), long.MaxValue, 50);

    private static IEnumerable<string> Ids(IEnumerable<FoundTranscription> found) => found.Select(one => one.Row.Id);

    // Each word once, in the order of the alphabet.
    private static IEnumerable<string> MarkedIn(Passage passage) => MarkedWords.In(passage.Text, passage.Words)
        .Select(match => passage.Text[match.Start..match.End]).Distinct().Order(StringComparer.Ordinal);
}
