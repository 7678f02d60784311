using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hansard.Server.Tests.Doors.OpenAi;

/// <summary>Answers that take their time, and their events.</summary>
public sealed class AudioAnswerTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Theory]
    [InlineData("json")]
    [InlineData("verbose_json")]
    [InlineData("text")]
    [InlineData("srt")]
    [InlineData("vtt")]
    public async Task A_client_that_waits_long_hears_from_the_server_before_the_answer_which_is_whole(string format)
    {
        await using var server = await TestServer.StartAsync(options => options.Doors.OpenAi.KeepAlive = Short);
        var quick = await TextAsync(server, "slow 1 I", format);
        var slow = await TextAsync(server, "slow 1000 I", format);
        Assert.True(slow.Length > quick.Length + 3, "Nothing came before the answer.");
        if (format == "vtt") Assert.StartsWith("WEBVTT\n\n\n\n", slow, StringComparison.Ordinal);
        else if (format.EndsWith("json", StringComparison.Ordinal)) JsonDocument.Parse(slow).Dispose();
        Assert.Equal(Comparable(quick.Replace("slow 1 ", "slow 1000 ", StringComparison.Ordinal)), Comparable(slow));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task What_fails_after_the_status_is_told_in_the_body(string format)
    {
        await using var server = await TestServer.StartAsync(options =>
        {
            options.Doors.OpenAi.KeepAlive = Short;
            options.Jobs.WaitedWorkers = 0;
        });
        await server.WaitAsync(await server.TranscribeAsync("slow 1000"), "processing");
        using var response = await server.Client.SendAsync("invalid", [("response_format", format)]);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("invalid_audio_file", OpenAiCalls.ErrorOf(await response.Content.ReadAsStringAsync()).String("code"));
    }

    [Fact]
    public async Task What_fails_before_the_status_has_the_status_of_its_fault()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var stream in (string[])["true", "false"])
        {
            using var response = await server.Client.SendAsync("invalid", [("stream", stream)]);
            var error = await response.ErrorAsync(400);
            Assert.Equal(("file", "invalid_audio_file"), (error.String("param"), error.String("code")));
        }
    }

    [Fact]
    public async Task Words_come_while_the_recording_is_transcribed_and_are_the_text_together()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.SendAsync("spoken 4000 one two three four", [("stream", "true")]);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = await response.Content.ReadAsStringAsync();
        var events = OpenAiCalls.EventsOf(stream);

        var deltas = events.Where(each => each.String("type") == "transcript.text.delta").Select(each => each.String("delta")).ToList();
        Assert.True(deltas.Count >= 3, $"The words did not come one after the other: {stream}");
        Assert.Equal("one", deltas[0]);
        Assert.Equal("spoken 4000 one two three four", events[^1].String("text"));
        Assert.Equal("transcript.text.done", events[^1].String("type"));
        var usage = events[^1].GetProperty("usage");
        Assert.Equal(
            usage.GetProperty("total_tokens").GetInt32(),
            usage.GetProperty("input_tokens").GetInt32() + usage.GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_is_kept_alive_by_comments_and_tells_a_failure_as_an_event()
    {
        await using var server = await TestServer.StartAsync(options =>
        {
            options.Doors.OpenAi.KeepAlive = Short;
            options.Jobs.WaitedWorkers = 0;
        });
        await server.WaitAsync(await server.TranscribeAsync("slow 1000"), "processing");
        using var response = await server.Client.SendAsync("invalid", [("stream", "true")]);
        var stream = await response.Content.ReadAsStringAsync();
        Assert.StartsWith(": \n\n", stream, StringComparison.Ordinal);
        OpenAiCalls.ErrorOf(Assert.Single(OpenAiCalls.EventsOf(stream)).GetRawText());
    }

    [Fact]
    public async Task Work_that_is_begun_again_tells_no_word_twice()
    {
        await using var server = await TestServer.StartAsync(options => options.Jobs.StallTimeout = TimeSpan.FromSeconds(1));
        using var response = await server.Client.SendAsync("spoken 6000 one two three", [("stream", "true")]);
        var events = OpenAiCalls.EventsOf(await response.Content.ReadAsStringAsync());
        var told = string.Concat(events.Where(each => each.TryGetProperty("delta", out _)).Select(each => each.String("delta")));
        Assert.True(told.IndexOf("one", StringComparison.Ordinal) == told.LastIndexOf("one", StringComparison.Ordinal), told);
    }

    [Fact]
    public async Task Speakers_are_letters_and_each_segment_has_one()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.Client.JsonAsync("Hello there", ("response_format", "diarized_json"));
        var segment = Assert.Single(answer.GetProperty("segments").EnumerateArray());
        Assert.Equal(("A", "seg_0", "Hello there"), (segment.String("speaker"), segment.String("id"), segment.String("text")));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false, "word")]
    [InlineData(false, true, "segment")]
    [InlineData(true, true, "word", "segment")]
    public async Task Granularities_are_those_that_were_asked_for(bool hasWords, bool hasSegments, params string[] granularities)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.Client.JsonAsync(
            "Hello there", [("response_format", "verbose_json"), .. granularities.Select(each => ("timestamp_granularities[]", each))]);
        Assert.Equal((hasWords, hasSegments), (answer.TryGetProperty("words", out _), answer.TryGetProperty("segments", out _)));
    }

    private static async Task<string> TextAsync(TestServer server, string recording, string format)
    {
        using var response = await server.Client.SendAsync(recording, [("response_format", format)]);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Comparable(string text) => Regex.Replace(text, @"\s|""compression_ratio"":[\d.]+", "");
}
