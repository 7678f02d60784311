using System.Text.Json;
using Dapper;
using Hansard.Engine.Tests;
using Hansard.Server.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Waveforms;

public sealed class WaveformTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_waveform_is_computed_once_and_goes_with_its_transcription()
    {
        Tool.Of("ffmpeg").Require();
        await using var server = await TestServer.StartAsync();
        var job = await TranscribeAsync(server);
        var address = $"/v1/transcriptions/{job.String("id")}/waveform";

        var waveform = await server.GetAsync($"{address}?points=100");
        Assert.InRange(waveform.GetProperty("duration_ms").GetInt64(), 1770, 1790);
        Assert.Equal(100, waveform.GetProperty("min").GetArrayLength());
        var most = waveform.GetProperty("max").EnumerateArray().Max(value => value.GetInt32());
        Assert.InRange(most, 20, 127);
        Assert.InRange(waveform.GetProperty("min").EnumerateArray().Min(value => value.GetInt32()), -127, -20);

        // What was computed is there when the recording is not.
        using (await server.Client.DeleteAsync($"/v1/files/{job.String("file_id")}", Cancellation)) { }
        var again = await server.GetAsync($"{address}?points=1");
        Assert.Equal(most, again.GetProperty("max")[0].GetInt32());
        using (await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}", Cancellation)) { }
        await ErrorAsync(server, address, 404, "transcription_not_found");
        var database = server.Host.Services.GetRequiredService<ISqlDatabase>();
        Assert.Equal(0, database.Read(c => c.ExecuteScalar<int>("SELECT count(*) FROM waveforms")));
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_the_same()
    {
        Tool.Of("ffmpeg").Require();
        await using var server = await TestServer.StartAsync();
        var job = await TranscribeAsync(server);
        var address = $"/v1/transcriptions/{job.String("id")}/waveform?points=10";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.GetAsync(address)));

        Assert.Single(answers.Select(answer => answer.ToString()).Distinct());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("8193")]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task Points_that_are_none_are_refused(string points)
    {
        await using var server = await TestServer.StartAsync();
        await ErrorAsync(server, $"/v1/transcriptions/{Guid.NewGuid()}/waveform?points={points}", 400, "invalid_request");
    }

    [Fact]
    public async Task Without_a_recording_there_is_no_waveform_and_before_the_end_there_is_none_either()
    {
        await using var server = await TestServer.StartAsync();
        var text = await server.EndAsync(await server.TranscribeAsync("hello"));
        await ErrorAsync(server, $"/v1/transcriptions/{text.String("id")}/waveform", 409, "transcription_invalid_state");
        using (await server.Client.DeleteAsync($"/v1/files/{text.String("file_id")}", Cancellation)) { }
        await ErrorAsync(server, $"/v1/transcriptions/{text.String("id")}/waveform", 404, "file_not_found");
        var other = await server.NewProjectAsync("other");
        using var response = await other.GetAsync($"/v1/transcriptions/{text.String("id")}/waveform", Cancellation);
        await Answer.ErrorAsync(response, 404, "transcription_not_found");
    }

    private static async Task<JsonElement> TranscribeAsync(TestServer server)
    {
        var file = await server.UploadAsync(
            await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), Cancellation));
        return await server.EndAsync(await server.CreateAsync(file.String("id")));
    }

    private static async Task ErrorAsync(TestServer server, string address, int status, string type)
    {
        using var response = await server.Client.GetAsync(address, Cancellation);
        await Answer.ErrorAsync(response, status, type);
    }
}
