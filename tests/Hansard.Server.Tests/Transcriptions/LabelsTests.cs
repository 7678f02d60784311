using System.Text;

namespace Hansard.Server.Tests.Transcriptions;

public sealed class LabelsTests
{
    [Fact]
    public async Task Tags_and_notes_are_kept_and_what_is_not_sent_stays()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello"));
        Assert.Equal(0, job.GetProperty("tags").GetArrayLength());

        using var first = await PatchAsync(server, job.String("id"), """{"tags": [" Court ", "court", "2026"], "notes": "<b>ask</b>"}""");
        await Answer.OkAsync(first, 200);
        using var second = await PatchAsync(server, job.String("id"), """{"notes": "asked"}""");
        var labelled = await Answer.OkAsync(second, 200);

        Assert.Equal("""["Court","2026"]""", labelled.GetProperty("tags").GetRawText());
        Assert.Equal("asked", labelled.String("notes"));
        Assert.Equal(2, labelled.GetProperty("version").GetInt32());
        using var third = await PatchAsync(server, job.String("id"), """{"tags": [], "notes": ""}""");
        var bare = await Answer.OkAsync(third, 200);
        Assert.Equal(("[]", ""), (bare.GetProperty("tags").GetRawText(), bare.String("notes")));
    }

    [Fact]
    public async Task A_change_that_was_made_to_a_former_version_writes_over_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.EndAsync(await server.TranscribeAsync("hello"));
        using var first = await PatchAsync(server, job.String("id"), """{"notes": "mine", "version": 0}""");
        await Answer.OkAsync(first, 200);
        using var second = await PatchAsync(server, job.String("id"), """{"notes": "yours", "version": 0}""");
        await Answer.ErrorAsync(second, 409, "transcription_invalid_state");
        Assert.Equal("mine", (await server.GetAsync($"/v1/transcriptions/{job.String("id")}")).String("notes"));
    }

    [Theory]
    [InlineData("""{"tags": "court"}""")]
    [InlineData("""{"tags": [1]}""")]
    [InlineData("""{"tags": [" "]}""")]
    [InlineData("""{"tags": ["a\nb"]}""")]
    [InlineData("""{"notes": 1}""")]
    [InlineData("""{"version": -1}""")]
    public async Task A_wrong_label_is_refused(string body)
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.TranscribeAsync("hello");
        using var response = await PatchAsync(server, job.String("id"), body);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Fact]
    public async Task Nobody_labels_another_projects_transcription()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        var job = await server.TranscribeAsync("hello");
        using var response = await PatchAsync(server, job.String("id"), """{"notes": "mine"}""", stranger);
        await Answer.ErrorAsync(response, 404, "transcription_not_found");
    }

    private static Task<HttpResponseMessage> PatchAsync(TestServer server, string id, string body, HttpClient? client = null)
        => (client ?? server.Client).PatchAsync(
            $"/v1/transcriptions/{id}", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
}
