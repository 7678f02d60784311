using System.Net.Http.Json;

namespace Hansard.Server.Tests.Transcriptions;

public sealed class RetryTests
{
    [Fact]
    public async Task What_failed_is_tried_again_as_it_was_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        var failed = await server.EndAsync(await server.TranscribeAsync(
            "invalid", more: new { enable_speaker_diarization = true, client_reference_id = "case 7", language_hints = new[] { "en" } }));
        Assert.Equal("error", failed.String("status"));

        using var response = await server.PostAsync($"/v1/transcriptions/{failed.String("id")}/retry", "");
        var again = await Answer.OkAsync(response, 201);

        Assert.NotEqual(failed.String("id"), again.String("id"));
        Assert.Equal("queued", again.String("status"));
        foreach (var field in new[] { "file_id", "filename", "model", "client_reference_id" })
            Assert.Equal(failed.String(field), again.String(field));
        Assert.True(again.GetProperty("enable_speaker_diarization").GetBoolean());
        Assert.Equal("en", again.GetProperty("language_hints")[0].GetString());
    }

    [Fact]
    public async Task What_is_tried_again_keeps_its_tags_notes_and_part()
    {
        await using var server = await TestServer.StartAsync();
        var failed = await server.EndAsync(await server.TranscribeAsync("invalid", more: new { audio_start_ms = 100, audio_end_ms = 900 }));
        using (var labelled = await server.Client.PatchAsync(
            $"/v1/transcriptions/{failed.String("id")}",
            JsonContent.Create(new { tags = new[] { "Court" }, notes = "ask Ana" }),
            TestContext.Current.CancellationToken))
            await Answer.OkAsync(labelled, 200);

        using var response = await server.PostAsync($"/v1/transcriptions/{failed.String("id")}/retry", "");
        var again = await Answer.OkAsync(response, 201);

        Assert.Equal(("Court", "ask Ana"), (again.GetProperty("tags")[0].GetString(), again.String("notes")));
        Assert.Equal(100, again.GetProperty("audio_start_ms").GetInt64());
        Assert.Equal(900, again.GetProperty("audio_end_ms").GetInt64());
    }

    [Fact]
    public async Task Only_what_failed_and_whose_file_is_there_is_tried_again()
    {
        await using var server = await TestServer.StartAsync();
        var completed = await server.EndAsync(await server.TranscribeAsync("hello"));
        using (var response = await server.PostAsync($"/v1/transcriptions/{completed.String("id")}/retry", ""))
            await Answer.ErrorAsync(response, 409, "transcription_invalid_state");
        var failed = await server.EndAsync(await server.TranscribeAsync("invalid"));
        using var deleted = await server.Client.DeleteAsync($"/v1/files/{failed.String("file_id")}", TestContext.Current.CancellationToken);
        using var gone = await server.PostAsync($"/v1/transcriptions/{failed.String("id")}/retry", "");
        await Answer.ErrorAsync(gone, 409, "transcription_invalid_state");
        using var stranger = await server.NewProjectAsync("another");
        using var foreign = await server.PostAsync($"/v1/transcriptions/{failed.String("id")}/retry", "", stranger);
        await Answer.ErrorAsync(foreign, 404, "transcription_not_found");
    }
}
