using System.Text.Json;
using Hansard.Server.Tests.Storage;

namespace Hansard.Server.Tests.Search;

public sealed class SearchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_word_of_many_transcriptions_is_found_in_all_of_them()
    {
        await using var server = await TestServer.StartAsync();
        var jobs = await Task.WhenAll(
            Enumerable.Range(0, 25).Select(i => server.TranscribeAsync($"The {(i % 5 == 0 ? "rare" : "usual")} agenda.")));
        foreach (var job in jobs) await server.EndAsync(job);

        Assert.Equal(25, (await FindAsync(server, "q=agenda&limit=100")).Count);
        Assert.Equal(25, (await FindAsync(server, "q=agen&limit=100")).Count);
        Assert.Equal(5, (await FindAsync(server, "q=rare%20age&limit=100")).Count);
        Assert.Equal(20, (await FindAsync(server, "q=usu&limit=100")).Count);
        Assert.Empty(await FindAsync(server, "q=absent%20age&limit=100"));
    }

    [Theory]
    [InlineData("committee", "The committee resumes its hearing.")]
    [InlineData("COMMIT", "The committee resumes its hearing.")]
    [InlineData("hearing committee", "The committee resumes its hearing.")]
    [InlineData("\"resumes its\"", "The committee resumes its hearing.")]
    [InlineData("audiencia", "La audiéncia continúa.")]
    [InlineData("北京", "我明天去北京看朋友。")]
    [InlineData("O'Brien", "Mr. O'Brien objects.")]
    [InlineData("resumes comm", "The committee resumes its hearing.")]
    [InlineData("O'Bri", "Mr. O'Brien objects.")]
    [InlineData("audienc", "La audiéncia continúa.")]
    [InlineData("AUDIÉNC", "La audiéncia continúa.")]
    [InlineData("wörte", "Die WÖRTER stehen hier.")]
    [InlineData("комите", "Комитет возобновляет слушания.")]
    [InlineData("𝐀comm", "The 𝐀committee resumes.")]
    [InlineData("x²com", "The x²committee resumes.")]
    [InlineData("committee\0hearing", "The committee resumes its hearing.")]
    public async Task What_was_said_is_found_whatever_its_capitals_accents_and_writing(string query, string said)
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync(said));
        await server.EndAsync(await server.TranscribeAsync("Something else entirely."));

        var found = Assert.Single(await FindAsync(server, $"q={Uri.EscapeDataString(query)}"));

        Assert.Equal(job.String("id"), found.GetProperty("transcription").String("id"));
        var passage = Assert.Single(found.GetProperty("passages").EnumerateArray());
        Assert.Equal(said, passage.String("text"));
        Assert.NotEqual(0, passage.GetProperty("matches").GetArrayLength());
    }

    [Fact]
    public async Task A_word_that_is_begun_is_found_however_many_begin_so()
    {
        await using var server = await TestServer.StartAsync();
        await server.EndAsync(await server.TranscribeAsync(string.Join(' ', Enumerable.Range(0, 700).Select(i => $"word{i}")) + '.'));
        await server.EndAsync(await server.TranscribeAsync("Only one wordsmith here."));

        Assert.Equal(2, (await FindAsync(server, "q=word")).Count);
        Assert.Equal(2, (await FindAsync(server, "q=WOR")).Count);
        Assert.Single(await FindAsync(server, "q=word69"));
        Assert.Single(await FindAsync(server, "q=one%20words"));
        Assert.Empty(await FindAsync(server, "q=word699%20words"));
        var found = (await FindAsync(server, "q=one%20WÖRD"))[0].GetProperty("passages")[0];
        // PostgreSQL's are one match, as they stand side by side.
        Assert.Equal(
            "one wordsmith",
            string.Join(' ', found.GetProperty("matches").EnumerateArray()
                .Select(match => found.String("text")[match.GetProperty("start").GetInt32()..match.GetProperty("end").GetInt32()])));
    }

    [Theory]
    [InlineData("\"its resumes\"")]
    [InlineData("committee elsewhere")]
    [InlineData("mittee")]
    [InlineData("' OR 1=1 --")]
    [InlineData("NEAR(committee hearing)")]
    [InlineData("text:committee")]
    public async Task What_was_not_said_is_not_found(string query)
    {
        await using var server = await TestServer.StartAsync();
        await server.EndAsync(await server.TranscribeAsync("The committee resumes its hearing."));
        Assert.Empty(await FindAsync(server, $"q={Uri.EscapeDataString(query)}"));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("*")]
    [InlineData("((")]
    [InlineData("^a AND -b:")]
    [InlineData("%")]
    [InlineData("\0")]
    [InlineData("\"a\0")]
    public async Task Nothing_that_people_write_is_a_fault(string query)
    {
        await using var server = await TestServer.StartAsync();
        await FindAsync(server, $"q={Uri.EscapeDataString(query)}");
    }

    [Fact]
    public async Task A_passage_says_when_it_was_said_and_where_the_words_stand()
    {
        await using var server = await TestServer.StartAsync();
        var sentence = string.Join(' ', Enumerable.Repeat("one two three four five.", 20));
        await server.EndAsync(await server.TranscribeAsync($"{sentence} The needle is here. {sentence}"));
        var passage = Assert.Single(Assert.Single(await FindAsync(server, "q=needle")).GetProperty("passages").EnumerateArray());
        Assert.InRange(passage.GetProperty("start_ms").GetInt64(), 8_000, 10_400);
        Assert.InRange(passage.String("text").Length, 20, 400);
        var match = passage.GetProperty("matches")[0];
        Assert.Equal("needle", passage.String("text")[match.GetProperty("start").GetInt32()..match.GetProperty("end").GetInt32()]);
    }

    [Fact]
    public async Task A_recording_is_found_by_its_name_its_notes_its_tags_and_its_status_and_lists_are_paged()
    {
        await using var server = await TestServer.StartAsync();
        List<string> ids = [];
        for (var i = 0; i < 3; i++)
        {
            var file = await server.UploadAsync("hello", $"interview_{i}.mp3");
            var job = await server.EndAsync(await server.CreateAsync(file.String("id")));
            ids.Add(job.String("id"));
        }
        await LabelAsync(server, ids[1], """{"tags": ["Court", "urgent"], "notes": "ask Ana"}""");

        Assert.Equal(3, (await FindAsync(server, "q=interview_")).Count);
        Assert.Single(await FindAsync(server, "q=interview_2"));
        Assert.Empty(await FindAsync(server, "q=interview%252"));
        Assert.Equal(3, (await FindAsync(server, "q=VIEW_")).Count);
        Assert.Empty(await FindAsync(server, "q=view_%22"));
        foreach (var query in new[] { "q=ask%20ana", "q=SK+AN", "q=sk", "tag=court", "tag=urgent&status=completed&q=hello" })
            Assert.Equal(ids[1], Assert.Single(await FindAsync(server, query)).GetProperty("transcription").String("id"));
        Assert.Empty(await FindAsync(server, "tag=cou"));
        Assert.Empty(await FindAsync(server, "status=error"));
        var tags = (await server.GetAsync("/v1/tags")).GetProperty("tags");
        Assert.Equal(["Court", "urgent"], tags.EnumerateArray().Select(tag => tag.String("tag")));

        var first = await server.GetAsync("/v1/search?limit=2");
        var second = await server.GetAsync($"/v1/search?limit=2&cursor={first.String("next_page_cursor")}");
        Assert.Equal(
            [ids[2], ids[1], ids[0]],
            new[] { first, second }.SelectMany(page => page.GetProperty("results").EnumerateArray())
                .Select(result => result.GetProperty("transcription").String("id")));
    }

    [Fact]
    public async Task Tags_that_differ_in_case_alone_are_one_and_shown_as_they_were_written_first()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var tags in new[] { """["Ação", "other"]""", """["AÇÃO"]""", """["ação"]""" })
            await LabelAsync(server, (await server.TranscribeAsync("hello")).String("id"), $$"""{"tags": {{tags}}}""");

        var listed = (await server.GetAsync("/v1/tags")).GetProperty("tags").EnumerateArray();

        Assert.Equal([("Ação", 3L), ("other", 1L)], listed.Select(tag => (tag.String("tag"), tag.GetProperty("count").GetInt64())));
        Assert.Equal(3, (await FindAsync(server, $"tag={Uri.EscapeDataString("aÇão")}")).Count);
    }

    [Fact]
    public async Task Nobody_finds_another_projects_words_or_deleted_ones()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        var job = await server.EndAsync(await server.TranscribeAsync("confidential"));
        Assert.Empty((await server.GetAsync("/v1/search?q=confidential", stranger)).GetProperty("results").EnumerateArray());
        using var deleted = await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}", Cancellation);
        Assert.Empty(await FindAsync(server, "q=confidential"));
        var data = await server.StopAndKeepDataAsync();
        await using var database = DataFolder.Connect(Path.Combine(data, "hansard.db"));
        await using var command = database.CreateCommand();
        command.CommandText =
            "SELECT (SELECT count(*) FROM passages) + (SELECT count(*) FROM passage_words WHERE passage_words MATCH 'confidential')";
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task Transcripts_of_a_former_version_are_found_after_a_start()
    {
        var former = await TestServer.StartAsync();
        await former.EndAsync(await former.TranscribeAsync("an old hearing"));
        var data = await former.StopAndKeepDataAsync();
        DataFolder.Execute(Path.Combine(data, "hansard.db"), "DELETE FROM passages; UPDATE transcripts SET indexed_at = NULL;");
        await using var server = await TestServer.StartAsync(data: data);
        for (var i = 0; (await FindAsync(server, "q=hearing")).Count == 0; i++)
        {
            Assert.True(i < 200, "It is not found.");
            await Task.Delay(50, Cancellation);
        }
    }

    private static async Task<List<JsonElement>> FindAsync(TestServer server, string query)
        => [.. (await server.GetAsync($"/v1/search?{query}")).GetProperty("results").EnumerateArray()];

    private static async Task LabelAsync(TestServer server, string id, string body)
    {
        using var response = await server.Client.PatchAsync(
            $"/v1/transcriptions/{id}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);
        await Answer.OkAsync(response, 200);
    }
}
