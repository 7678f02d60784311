using System.Text.Json;
using Hansard.Server.Projects;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Resilience.LongLife;

/// <summary>Finds what <see cref="KeptThings"/> made, through the API of a server that has opened it.</summary>
/// <param name="server">This version.</param>
/// <param name="had">Tells whether the earlier version had a table, or a column of the transcriptions.</param>
internal sealed class KeptThingsCheck(TestServer server, Func<string, bool> had)
{
    private const string Always = "start_time=2020-01-01T00:00:00Z&end_time=2099-01-01T00:00:00Z";

    /// <summary>Reads all of it, has the jobs that wait end, and adds to it.</summary>
    /// <param name="receiver">Where the webhook leads that had not been delivered.</param>
    public async Task RunAsync(Receiver receiver)
    {
        var jobs = (await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").EnumerateArray()
            .ToDictionary(job => job.String("client_reference_id"));
        Assert.Equal(KeptThings.Jobs, jobs.Count);
        await CheckTranscriptsAsync(jobs);
        await CheckFilesAsync(jobs);
        await CheckCorrectionsAsync(jobs);
        await CheckPeopleAsync();
        await CheckProjectsAsync();
        await CheckUsageAsync(KeptThings.Completed);

        Assert.Equal(jobs["told"].String("id"), (await receiver.WaitAsync(1))[0].Json.String("id"));
        server.Transcriber.Release();
        foreach (var waiting in (string[])["running", "queued"])
            Assert.Equal("completed", (await server.EndAsync(jobs[waiting])).String("status"));
        await CheckSearchAsync(jobs);

        var added = await server.EndAsync(await server.TranscribeAsync("in this version"));
        Assert.Equal("in this version", await TextAsync(added));
        Assert.Equal(KeptThings.Jobs + 1, (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
        await CheckUsageAsync(KeptThings.Completed + KeptThings.Waiting + 1);
    }

    private async Task CheckTranscriptsAsync(Dictionary<string, JsonElement> jobs)
    {
        var spoken = await server.GetAsync($"/v1/transcriptions/{jobs["spoken"].String("id")}/transcript");
        Assert.Equal("hello my world", spoken.String("text"));
        Assert.Equal(
            [("hello", 0, 90), (" my", 100, 190), (" world", 200, 290)],
            spoken.GetProperty("tokens").EnumerateArray().Select(token => (
                token.String("text"), token.GetProperty("start_ms").GetInt32(), token.GetProperty("end_ms").GetInt32())));
        Assert.All(spoken.GetProperty("tokens").EnumerateArray(), token => Assert.Equal(
            ("1", "en"), (token.String("speaker"), token.String("language"))));
        Assert.Equal("of the third quarter", await TextAsync(jobs["labelled"]));
        Assert.Equal("of the page", await TextAsync(jobs["page"]));
        Assert.Equal("anna speaks again", await TextAsync(jobs["identified"]));
        Assert.Equal("error", jobs["invalid"].String("status"));
        Assert.Equal("This is not a recording: send one.", jobs["invalid"].String("error_message"));
    }

    private async Task CheckFilesAsync(Dictionary<string, JsonElement> jobs)
    {
        Assert.Equal(KeptThings.Files, (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32());
        var address = (await server.GetAsync($"/v1/files/{jobs["spoken"].String("file_id")}/url")).String("url");
        Assert.Equal("hello my world", await server.Client.GetStringAsync(address));
    }

    private async Task CheckCorrectionsAsync(Dictionary<string, JsonElement> jobs)
    {
        var path = $"/v1/transcriptions/{jobs["corrected"].String("id")}";
        var latest = await server.GetAsync($"{path}/transcript?revision=latest");
        Assert.Equal(had("revisions") ? "what was said" : "what was sayd", latest.String("text"));
        Assert.Equal("what was sayd", (await server.GetAsync($"{path}/transcript?revision=0")).String("text"));
        if (had("revisions")) Assert.Equal("Anna", latest.GetProperty("speaker_names").GetProperty("1").GetString());
        Assert.Equal(had("shares") ? 1 : 0, (await server.GetAsync($"{path}/shares")).GetProperty("shares").GetArrayLength());
        var tags = jobs["labelled"].GetProperty("tags").EnumerateArray().Select(tag => tag.GetString());
        Assert.Equal(had("tags") ? ["Board"] : [], tags);
        if (had("notes")) Assert.Equal("Read it again", jobs["labelled"].String("notes"));
    }

    private async Task CheckPeopleAsync()
    {
        var people = (await server.GetAsync("/v1/known-speakers")).GetProperty("known_speakers").EnumerateArray().ToList();
        Assert.Equal(had("known_speakers") ? ["Anna"] : [], people.Select(person => person.String("name")));
        Assert.All(people, person => Assert.True(person.GetProperty("samples")[0].GetProperty("readable").GetBoolean()));
        var terms = (await server.GetAsync("/v1/vocabulary")).GetProperty("terms").EnumerateArray().Select(term => term.String("term"));
        Assert.Equal(had("vocabulary") ? ["Zestoretic"] : [], terms);
    }

    private async Task CheckProjectsAsync()
    {
        using var archive = server.NewClient(KeptThings.ArchiveKey);
        var job = Assert.Single((await server.GetAsync("/v1/transcriptions", archive)).GetProperty("transcriptions").EnumerateArray());
        Assert.Equal("of the archive", await TextAsync(job, archive));
        using var foreign = await server.Client.GetAsync($"/v1/transcriptions/{job.String("id")}");
        await Answer.ErrorAsync(foreign, 404, "transcription_not_found");
        var keys = server.Host.Services.GetRequiredService<IProjectStore>().Keys();
        Assert.Equal(["HANSARD_API_KEY", "of the archive", "operator"], keys.Select(key => key.Name).Order(StringComparer.Ordinal));
        Assert.Equal(had("is_admin"), keys.Single(key => key.Name == "operator").IsAdmin);
    }

    private async Task CheckUsageAsync(int completed)
    {
        var logs = (await server.GetAsync($"/v1/usage-logs?{Always}")).GetProperty("usage_logs").EnumerateArray().ToList();
        Assert.Equal(completed, logs.Count);
        Assert.Single(logs, log => log.String("request_scope") == "playground");
    }

    // Texts from before there was an index get into it a moment after the start.
    private async Task CheckSearchAsync(Dictionary<string, JsonElement> jobs)
    {
        foreach (var (word, reference) in ((string, string)[])[("world", "spoken"), ("quarter", "labelled"), ("told", "told")])
            for (var until = DateTime.UtcNow.AddSeconds(30); ;)
            {
                var found = (await server.GetAsync($"/v1/search?q={word}")).GetProperty("results").EnumerateArray()
                    .Select(result => result.GetProperty("transcription").String("id")).ToList();
                if (found is [var one] && one == jobs[reference].String("id")) break;
                Assert.True(DateTime.UtcNow < until, $"'{word}' finds {found.Count} transcriptions.");
                await Task.Delay(50);
            }
    }

    private async Task<string> TextAsync(JsonElement job, HttpClient? client = null)
        => (await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript", client)).String("text");
}
