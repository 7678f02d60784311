using System.Net;

namespace Hansard.Server.Tests.Exports;

/// <summary>GET /v1/transcriptions/{id}/transcript?format=…</summary>
public sealed class ExportsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("txt", "text/plain", "Speaker 1: Hello there.\n")]
    [InlineData("md", "text/markdown", "# my “talk”\n\n**Speaker 1** Hello there.\n")]
    [InlineData("srt", "application/x-subrip", "1\n00:00:00,000 --> 00:00:01,000\nSpeaker 1: Hello there.\n")]
    [InlineData("vtt", "text/vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Speaker 1>Hello there.\n")]
    [InlineData("rttm", "text/plain", "SPEAKER my_“talk” 1 0.000 0.190 <NA> <NA> 1 <NA> <NA>\n")]
    [InlineData("csv", "text/csv", "start,end,speaker,language,text,confidence,translation_language,translation\n0.000,0.190,")]
    [InlineData("ass", "text/x-ssa", "[Script Info]\n")]
    public async Task A_transcript_is_downloaded_in_the_format_that_is_asked_for(string format, string type, string expected)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync(await AddressAsync(server, $"format={format}"), Cancellation);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal($"my “talk”.{format}", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.StartsWith(expected, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_is_downloaded_and_json_is_what_it_is_without_a_format()
    {
        await using var server = await TestServer.StartAsync();
        var address = await AddressAsync(server, "format=docx");
        using var document = await server.Client.GetAsync(address, Cancellation);
        Assert.Equal("PK"u8.ToArray(), (await document.Content.ReadAsByteArrayAsync(Cancellation))[..2]);
        var plain = await server.Client.GetStringAsync(address.Split('?')[0], Cancellation);
        Assert.Equal(plain, await server.Client.GetStringAsync(address.Replace("docx", "json"), Cancellation));
    }

    [Fact]
    public async Task Subtitles_take_a_layout_by_name_and_by_numbers()
    {
        await using var server = await TestServer.StartAsync();
        var words = string.Join(' ', Enumerable.Repeat("something", 12));
        var narrow = await server.Client.GetStringAsync(
            await AddressAsync(server, "format=srt&style=netflix&line_width=24&max_lines=1&frame_rate=25", words), Cancellation);
        Assert.All(
            narrow.Split('\n').Where(line => line.StartsWith("some", StringComparison.Ordinal)), line => Assert.True(line.Length <= 24));
        Assert.True(narrow.Split("-->").Length > 5);
        Assert.Contains("00:00:00,000 --> ", narrow);
    }

    [Theory]
    [InlineData("format=pdf", "query.format", "'format' must be json, ass, csv, docx, md, rttm, srt, txt or vtt, not 'pdf'.")]
    [InlineData("format=srt&style=hbo", "query.style", "'style' must be broadcast, clean, default, netflix, verbatim or web, not 'hbo'.")]
    [InlineData(
        "format=srt&style=clean,verbatim", "query.style",
        "'style' must be broadcast, clean, default, netflix, verbatim or web, not 'verbatim'.")]
    [InlineData("style=tidy", "query.style", "'style' must be broadcast, clean, default, netflix, verbatim or web, not 'tidy'.")]
    [InlineData(
        "redact=names", "query.redact",
        "'redact' must be true, false or some of account, address, card, email or phone with commas between, not 'names'.")]
    [InlineData("format=srt&line_width=0", "query.line_width", "'line_width' must be a whole number from 10 to 200, not '0'.")]
    [InlineData("format=srt&max_lines=3", "query.max_lines", "'max_lines' must be a whole number from 1 to 2, not '3'.")]
    [InlineData("format=srt&gap_ms=1.5", "query.gap_ms", "'gap_ms' must be a whole number from 0 to 2000, not '1.5'.")]
    [InlineData("format=srt&frame_rate=NaN", "query.frame_rate", "'frame_rate' must be a number from 10 to 240, not 'NaN'.")]
    [InlineData("format=txt&timestamps=1", "query.timestamps", "'timestamps' must be true or false, not '1'.")]
    [InlineData("format=txt&translation=es", "query.translation", "'translation' must be original, translated or both, not 'es'.")]
    public async Task A_wrong_option_is_refused_with_what_there_is(string query, string location, string message)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync(await AddressAsync(server, query), Cancellation);
        var error = await Answer.ErrorAsync(response, 400, "invalid_request");
        Assert.Equal(location, error.GetProperty("validation_errors")[0].String("location"));
        Assert.Equal(message, error.GetProperty("validation_errors")[0].String("message"));
    }

    [Fact]
    public async Task Only_a_completed_transcription_of_the_own_project_can_be_downloaded()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        using var foreign = await stranger.GetAsync(await AddressAsync(server, "format=docx"), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        var waiting = await server.TranscribeAsync("wait");
        using var early = await server.Client.GetAsync($"/v1/transcriptions/{waiting.String("id")}/transcript?format=srt", Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
    }

    private static async Task<string> AddressAsync(TestServer server, string query, string text = "Hello there.")
    {
        var file = await server.UploadAsync(text, "my “talk”.mp3");
        var job = await server.EndAsync(await server.CreateAsync(file.String("id"), more: new { enable_speaker_diarization = true }));
        return $"/v1/transcriptions/{job.String("id")}/transcript?{query}";
    }
}
