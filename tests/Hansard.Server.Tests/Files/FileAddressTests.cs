using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Files;

/// <summary>GET /v1/files/{id}/url, and what its address serves.</summary>
public sealed class FileAddressTests
{
    private const string Content = "0123456789";

    [Fact]
    public async Task The_address_serves_the_bytes_to_whoever_has_it_as_a_download_and_never_as_a_page()
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync(Content, "Größe 3.mp3");
        using var response = await GetAsync(server, await UrlAsync(server, file.String("id")));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Content, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Größe 3.mp3", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
        Assert.True(response.Headers.Contains("X-Request-Id"));
    }

    [Theory]
    [InlineData("a.html")]
    [InlineData("a.svg")]
    [InlineData("a.js")]
    [InlineData("recording")]
    public async Task Whatever_is_not_named_as_sound_or_film_is_a_stream_of_bytes(string filename)
    {
        await using var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("<script>alert(1)</script>", filename);
        using var response = await GetAsync(server, await UrlAsync(server, file.String("id")));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Ranges_are_answered_and_one_that_there_is_not_has_the_error_body()
    {
        await using var server = await TestServer.StartAsync();
        var url = await UrlAsync(server, (await server.UploadAsync(Content)).String("id"));
        foreach (var (range, expected, place) in ((string, string, string)[])[
            ("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=7-", "789", "bytes 7-9/10"), ("bytes=-1", "9", "bytes 9-9/10"),
        ])
        {
            using var part = await GetAsync(server, url, range);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(expected, await part.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(place, part.Content.Headers.ContentRange!.ToString());
        }

        using var none = await GetAsync(server, url, "bytes=10-");
        await Answer.ErrorAsync(none, 416, "invalid_request");
        Assert.Equal("bytes */10", none.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task Its_head_has_the_length_and_no_body()
    {
        await using var server = await TestServer.StartAsync();
        var url = await UrlAsync(server, (await server.UploadAsync(Content)).String("id"));
        using var response = await GetAsync(server, url, method: HttpMethod.Head);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(10, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_signature_that_was_changed_or_is_of_another_file_is_unauthenticated()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("other");
        var id = (await server.UploadAsync(Content)).String("id");
        var url = await UrlAsync(server, id);
        var foreign = await UrlAsync(server, (await server.UploadAsync("other", client: other)).String("id"), other);
        var (address, signature) = (url[..url.IndexOf('?')], url[(url.IndexOf('=') + 1)..]);
        string[] wrong =
        [
            .. Enumerable.Range(0, signature.Length - 1).Select(
                i => $"{signature[..i]}{(signature[i] == 'A' ? 'B' : 'A')}{signature[(i + 1)..]}"),
            .. ((string[])["B", "x", "-", "_", "%20", "%C3%A9", "%25", "=", "%2B"]).Select(end => signature[..^1] + end)
                .Where(changed => changed != signature),
            foreign[(foreign.IndexOf('=') + 1)..], signature[..^1], signature + "A", "x", new string('A', signature.Length), "%00",
        ];
        foreach (var one in wrong)
        {
            using var response = await GetAsync(server, $"{address}?signature={one}");
            await Answer.ErrorAsync(response, 401, "unauthenticated");
        }

        foreach (var unsigned in (string[])[address, $"{address}?signature="])
        {
            using var response = await GetAsync(server, unsigned);
            await Answer.ErrorAsync(response, 401, "unauthenticated");
        }

        // It opens nothing else.
        foreach (var path in (string[])[
            $"/v1/files/{id}?signature={signature}", $"/v1/files?signature={signature}", $"/v1/files/{id}/url?signature={signature}"
        ])
        {
            using var response = await GetAsync(server, path);
            await Answer.ErrorAsync(response, 401, "unauthenticated");
        }
    }

    [Fact]
    public async Task An_address_outlives_a_restart_and_expires_after_an_hour()
    {
        var clock = new ShiftedClock();
        var first = await StartAsync(clock);
        var url = await UrlAsync(first, (await first.UploadAsync(Content)).String("id"));
        await using var server = await StartAsync(clock, await first.StopAndKeepDataAsync());
        var path = new Uri(url).PathAndQuery;
        clock.Shift(TimeSpan.FromMinutes(55));
        using (var late = await GetAsync(server, path)) Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        clock.Shift(TimeSpan.FromMinutes(6));
        using var expired = await GetAsync(server, path);
        Assert.Contains(
            "has expired", (await Answer.ErrorAsync(expired, 401, "unauthenticated")).String("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_deleted_file_is_not_found()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await server.UploadAsync(Content)).String("id");
        var url = await UrlAsync(server, id);
        (await server.Client.DeleteAsync($"/v1/files/{id}")).Dispose();
        using var response = await GetAsync(server, url);
        await Answer.ErrorAsync(response, 404, "file_not_found");
        using var again = await server.Client.GetAsync($"/v1/files/{id}/url");
        await Answer.ErrorAsync(again, 404, "file_not_found");
    }

    [Fact]
    public async Task Only_the_project_of_a_file_gets_its_address_and_a_key_reads_it_as_well()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.NewProjectAsync("other");
        var id = (await server.UploadAsync(Content)).String("id");
        using (var foreign = await other.GetAsync($"/v1/files/{id}/url")) await Answer.ErrorAsync(foreign, 404, "file_not_found");
        using (var foreign = await other.GetAsync($"/v1/files/{id}/content")) await Answer.ErrorAsync(foreign, 404, "file_not_found");
        using (var malformed = await server.Client.GetAsync("/v1/files/not-a-uuid/url"))
            await Answer.ErrorAsync(malformed, 404, "file_not_found");
        Assert.Equal(Content, await server.Client.GetStringAsync($"/v1/files/{id}/content", TestContext.Current.CancellationToken));
        Assert.Equal(Content, await server.Client.GetStringAsync($"/files/{id}/content", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_is_deleted_while_it_is_read_is_sent_to_its_end()
    {
        const int Size = 64 << 20;
        await using var server = await TestServer.StartAsync();
        var id = (await server.UploadAsync(new byte[Size])).String("id");
        using var stranger = server.NewClient(null);
        var url = await UrlAsync(server, id);
        using var response = await stranger.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        (await server.Client.DeleteAsync($"/v1/files/{id}")).Dispose();
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[1 << 16];
        long read = 0;
        while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count) read += count;
        Assert.Equal(Size, read);
    }

    [Fact]
    public async Task The_log_has_no_signature()
    {
        using var log = new LogLines();
        await using var server = await TestServer.StartAsync(
            options => options.Log.Level = LogLevel.Trace, replace: services => services.AddSingleton<ILoggerProvider>(log));
        var url = await UrlAsync(server, (await server.UploadAsync(Content)).String("id"));
        using (await GetAsync(server, url)) { }
        using (await GetAsync(server, url + "x")) { }
        await log.WaitAsync("/v1/files/{id}/content answered 401");
        Assert.DoesNotContain(log.All, line => line.Contains(url[(url.IndexOf('=') + 1)..], StringComparison.Ordinal));
    }

    private static Task<TestServer> StartAsync(TimeProvider clock, string? data = null)
        => TestServer.StartAsync(data: data, replace: services => services.AddSingleton(clock));

    private static async Task<string> UrlAsync(TestServer server, string id, HttpClient? client = null)
        => (await server.GetAsync($"/v1/files/{id}/url", client)).String("url");

    private static async Task<HttpResponseMessage> GetAsync(TestServer server, string url, string? range = null, HttpMethod? method = null)
    {
        using var stranger = server.NewClient(null);
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url);
        if (range is not null) request.Headers.Range = RangeHeaderValue.Parse(range);
        return await stranger.SendAsync(request);
    }
}
