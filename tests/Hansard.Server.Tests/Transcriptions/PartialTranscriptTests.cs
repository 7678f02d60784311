using System.Text.Json;
using Hansard.Engine;
using Hansard.Server.Jobs;
using Hansard.Server.Tests.Storage;

namespace Hansard.Server.Tests.Transcriptions;

/// <summary>GET /v1/transcriptions/{id}/transcript?partial=true</summary>
public sealed class PartialTranscriptTests
{
    [Fact]
    public async Task The_text_so_far_grows_while_a_recording_is_transcribed_and_is_gone_with_its_end()
    {
        await using var server = await TestServer.StartAsync();
        var job = await server.WaitAsync(await server.TranscribeAsync("spoken 3000 one two three"), "processing");
        var address = $"/v1/transcriptions/{job.String("id")}/transcript";
        JsonElement partial;
        for (var i = 0; ; i++)
        {
            partial = await server.GetAsync($"{address}?partial=true");
            if (partial.String("text").Length > 0) break;
            Assert.True(i < 200, "No text comes.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.StartsWith("one", partial.String("text"), StringComparison.Ordinal);
        Assert.True(partial.GetProperty("partial").GetBoolean());
        Assert.Equal(partial.String("text"), string.Concat(partial.GetProperty("tokens").EnumerateArray().Select(t => t.String("text"))));
        using (var whole = await server.Client.GetAsync(address, TestContext.Current.CancellationToken))
            await Answer.ErrorAsync(whole, 409, "transcription_invalid_state");

        await server.EndAsync(job);

        var ended = await server.GetAsync($"{address}?partial=true");
        Assert.False(ended.GetProperty("partial").GetBoolean());
        Assert.Equal("spoken 3000 one two three", ended.String("text"));
        var data = await server.StopAndKeepDataAsync();
        await using var database = DataFolder.Connect(Path.Combine(data, "hansard.db"));
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT count(*) FROM partial_transcripts";
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_queued_recording_has_no_text_yet()
    {
        await using var server = await TestServer.StartAsync(options => options.Workers = 1);
        await server.WaitAsync(await server.TranscribeAsync("wait"), "processing");
        var queued = await server.TranscribeAsync("hello");
        var partial = await server.GetAsync($"/v1/transcriptions/{queued.String("id")}/transcript?partial=true");
        Assert.Equal("", partial.String("text"));
        Assert.Equal(0, partial.GetProperty("tokens").GetArrayLength());
    }

    [Fact]
    public void Tokens_are_reported_until_they_have_been_stored()
    {
        var progress = new JobProgress(TimeProvider.System);
        Report("one");
        var first = progress.State();
        Report("two");
        Assert.Equal(["one", "two"], progress.State().NewTokens.Select(t => t.Text));
        progress.Stored(first);
        Assert.Equal(["two"], progress.State().NewTokens.Select(t => t.Text));

        void Report(string text) => progress.Report(new TranscriptionProgress(
            TimeSpan.Zero, TimeSpan.Zero, null, [new() { Text = text, Confidence = 1 }]));
    }
}
