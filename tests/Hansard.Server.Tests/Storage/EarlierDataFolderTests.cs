using System.IO.Compression;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Storage;

/// <summary>Data folders that servers of earlier versions have left, with a recording that they transcribed.</summary>
public sealed class EarlierDataFolderTests
{
    private const string Said = "has never been surpassed";

    [Theory]
    [InlineData("5590c6c")]
    [InlineData("9218ecd")]
    [Requires("ffmpeg")]
    public async Task All_that_an_earlier_version_has_kept_is_read_found_drawn_exported_and_corrected(string commit)
    {
        using var folder = new DataFolder();
        await ZipFile.ExtractToDirectoryAsync(Fixtures.PathOf("data", $"{commit}.zip"), folder.Root, TestContext.Current.CancellationToken);
        await using var server = await TestServer.StartAsync(data: folder.Root, realEngine: true);
        using var client = await server.NewProjectAsync("default");

        var job = Assert.Single((await server.GetAsync("/v1/transcriptions", client)).GetProperty("transcriptions").EnumerateArray());
        Assert.Equal("completed", job.String("status"));
        var path = $"/v1/transcriptions/{job.String("id")}";
        var transcript = await server.GetAsync($"{path}/transcript", client);
        Assert.Contains(Said, transcript.String("text"), StringComparison.Ordinal);
        Assert.All(transcript.GetProperty("tokens").EnumerateArray(), token => Assert.Equal("1", token.String("speaker")));

        var found = await server.GetAsync("/v1/search?q=surpassed", client);
        Assert.Equal(
            job.String("id"), Assert.Single(found.GetProperty("results").EnumerateArray()).GetProperty("transcription").String("id"));
        var waveform = await server.GetAsync($"{path}/waveform?points=20", client);
        Assert.Contains(waveform.GetProperty("max").EnumerateArray(), peak => peak.GetInt32() > 10);
        Assert.Contains(Said, await client.GetStringAsync($"{path}/transcript?format=srt"), StringComparison.Ordinal);

        using var saved = await server.PostAsync($"{path}/revisions", """{ "base": 0, "text": "It has never been outdone." }""", client);
        Assert.Equal(1, (await Answer.OkAsync(saved, 201)).GetProperty("revision").GetInt32());
        Assert.Empty((await server.GetAsync("/v1/search?q=surpassed", client)).GetProperty("results").EnumerateArray());
        Assert.Single((await server.GetAsync("/v1/search?q=outdone", client)).GetProperty("results").EnumerateArray());
    }
}
