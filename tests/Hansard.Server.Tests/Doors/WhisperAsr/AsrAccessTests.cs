using System.Net.Http.Headers;
using System.Text;

namespace Hansard.Server.Tests.Doors.WhisperAsr;

/// <summary>Who may ask, what is told meanwhile, and how failures are told.</summary>
public sealed class AsrAccessTests
{
    private static readonly byte[] Hello = "Hello there"u8.ToArray();

    [Fact]
    public async Task Without_a_project_for_it_a_request_needs_a_key_which_may_be_a_password()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(key: null);
        foreach (var path in (string[])["/asr", "/detect-language"])
        {
            using var refused = await client.AsrAsync(path, Hello);
            Assert.Equal(401, (int)refused.StatusCode);
            Assert.Equal(["Bearer", "Basic"], refused.Headers.WwwAuthenticate.Select(each => each.Scheme));
            Assert.Equal("text/plain", refused.Content.Headers.ContentType?.MediaType);
        }

        client.DefaultRequestHeaders.Authorization = Basic(TestServer.Key);
        Assert.Equal("Hello there\n", await client.AsrTextAsync("/asr", Hello));
        client.DefaultRequestHeaders.Authorization = Basic("another");
        using var wrong = await client.AsrAsync("/asr", Hello);
        Assert.Equal(401, (int)wrong.StatusCode);
        Assert.Equal("Hello there\n", await server.Client.AsrTextAsync("/asr", Hello));
    }

    [Fact]
    public async Task With_a_project_for_it_a_wrong_key_and_pages_of_others_are_refused_still()
    {
        await using var server = await TestServer.StartAsync(options => options.Doors.WhisperAsr.Project = "films");
        using var client = server.NewClient(key: null);
        Assert.Equal("Hello there\n", await client.AsrTextAsync("/asr", Hello));
        client.DefaultRequestHeaders.Add("Origin", "app://obsidian.md");
        Assert.Equal("Hello there\n", await client.AsrTextAsync("/asr", Hello));
        foreach (var origin in (string[])["https://elsewhere.example", "null"])
        {
            client.DefaultRequestHeaders.Remove("Origin");
            client.DefaultRequestHeaders.Add("Origin", origin);
            using var refused = await client.AsrAsync("/asr", Hello);
            Assert.Equal(401, (int)refused.StatusCode);
        }

        using var stranger = server.NewClient("another");
        using var wrong = await stranger.AsrAsync("/asr", Hello);
        Assert.Equal(401, (int)wrong.StatusCode);

        // No other address is opened by it.
        using var files = server.NewClient(key: null);
        using var closed = await files.GetAsync("/v1/files");
        Assert.Equal(401, (int)closed.StatusCode);
    }

    [Theory]
    [InlineData("srt", "\n", "1\n00:00:00,")]
    [InlineData("json", " ", "{\"language\":")]
    [InlineData("vtt", "WEBVTT\n\n", "00:00:00.")]
    [InlineData("txt", "\n", "slow 700")]
    [InlineData("tsv", "start\tend\ttext\n", "0\t")]
    public async Task Something_without_meaning_comes_before_a_text_that_is_long_in_coming(string output, string first, string then)
    {
        await using var server = await TestServer.StartAsync(
            options => options.Doors.WhisperAsr.KeepAlive = TimeSpan.FromMilliseconds(100));
        var text = await server.Client.AsrTextAsync($"/asr?output={output}", Encoding.UTF8.GetBytes("slow 700 words"));
        Assert.StartsWith(first, text, StringComparison.Ordinal);
        Assert.StartsWith(then, text[first.Length..].TrimStart(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("srt")]
    [InlineData("json")]
    [InlineData("txt")]
    [InlineData("vtt")]
    public async Task A_failure_that_comes_late_is_never_taken_for_a_text(string output)
    {
        await using var server = await TestServer.StartAsync(options =>
        {
            options.Doors.WhisperAsr.KeepAlive = TimeSpan.FromMilliseconds(100);
            options.Jobs.WaitedWorkers = 0;
        });
        await server.WaitAsync(await server.TranscribeAsync("slow 1000"), "processing");
        var answer = server.Client.AsrAsync($"/asr?output={output}", "invalid"u8.ToArray());
        if (output is "srt" or "json")
        {
            using var response = await answer;
            Assert.Matches("^[ \n]+This is not a recording", await response.Content.ReadAsStringAsync());
        }
        else
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        }
    }

    private static AuthenticationHeaderValue Basic(string key)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"hansard:{key}")));
}
