using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hansard.Server.Configuration;
using Hansard.Server.Fetching;
using Hansard.Server.Outbound;
using Hansard.Server.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Tests.Fetching;

public sealed class AudioFetcherTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_arrives_byte_for_byte()
    {
        var recording = new byte[1_000_003];
        new Random(7).NextBytes(recording);
        await using var server = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(recording, Cancel).AsTask());

        var (written, received) = await FetchAsync(server);

        Assert.Equal(recording.Length, written);
        Assert.Equal(recording, received);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Watch</title></head></html>")]
    [InlineData("\uFEFF\r\n <!-- no cache --><HTML lang=\"en\">")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">")]
    public async Task A_web_page_is_told_by_its_content_however_small_its_pieces(string page)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "audio/mpeg";
            foreach (var piece in Encoding.UTF8.GetBytes(page).Chunk(5))
            {
                await context.Response.Body.WriteAsync(piece, Cancel);
                await context.Response.Body.FlushAsync(Cancel);
            }
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server));

        Assert.Contains("that is a web page", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData("<htm", "text/html")]
    [InlineData("ID3 <html>", "text/html")]
    [InlineData("<?xml version=\"1.0\"?><score/>", "audio/mpeg")]
    public async Task What_only_resembles_a_web_page_arrives(string body, string type)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body, Cancel);
        });

        Assert.Equal(body.Length, (await FetchAsync(server)).Written);
    }

    [Fact]
    public async Task A_redirect_to_an_allowed_host_is_followed()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Path == "/final") return context.Response.WriteAsync("audio", Cancel);
            context.Response.Redirect("/final", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        Assert.Equal(5, (await FetchAsync(server)).Written);
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server, new FetchOptions { MaximumRedirects = 3 }));

        Assert.Contains("more than 3 times", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_recording_over_the_size_limit_is_given_up_announced_or_not(bool announced)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            if (announced) context.Response.ContentLength = 5_000_000;
            for (var i = 0; i < 50; i++) await context.Response.Body.WriteAsync(new byte[100_000], context.RequestAborted);
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server, maximumBytes: 1_000_000));

        Assert.Contains("1000000 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_body_is_counted_as_it_comes_out()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            for (var i = 0; i < 100; i++) await gzip.WriteAsync(new byte[100_000], context.RequestAborted);
        });

        Assert.Equal(10_000_000, (await FetchAsync(server)).Written);
        await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server, maximumBytes: 1_000_000));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var failure = await Assert.ThrowsAsync<AudioFetchException>(
            () => FetchAsync(server, new FetchOptions { IdleTimeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Contains("sent nothing for too long", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_is_given_up()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(
            () => FetchAsync(server, new FetchOptions { IdleTimeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Contains("sent nothing for too long", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_drips_is_stopped_by_the_total_limit()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            while (true)
            {
                await context.Response.WriteAsync("x", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(
            () => FetchAsync(server, new FetchOptions { TotalTimeout = TimeSpan.FromMilliseconds(500) }));

        Assert.Contains("did not arrive within", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_drips_after_a_fast_start_is_given_up_long_before_the_total_limit()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(new byte[1_000_000], context.RequestAborted);
            while (true)
            {
                await context.Response.WriteAsync("x", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(
            () => FetchAsync(server, new FetchOptions { SlowGrace = TimeSpan.FromSeconds(1) }).WaitAsync(TimeSpan.FromSeconds(30), Cancel));

        Assert.Contains("less than 1000 bytes a second", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData("bytes 0-9/20")]
    [InlineData("bytes 10-19/20")]
    [InlineData("bytes 0-9/*")]
    [InlineData(null)]
    public async Task A_part_of_a_recording_that_nobody_asked_for_is_not_taken_for_all_of_it(string? range)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 206;
            if (range is not null) context.Response.Headers.ContentRange = range;
            return context.Response.WriteAsync("0123456789", Cancel);
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server));

        Assert.Contains("206", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task A_206_that_has_all_of_a_recording_is_taken()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = "bytes 0-9/10";
            return context.Response.WriteAsync("0123456789", Cancel);
        });

        Assert.Equal(10, (await FetchAsync(server)).Written);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\naudio\r\n0\r\nno colon in it\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\naudio\r\nnot a length\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon in it\r\n\r\naudio")]
    [InlineData("This is not HTTP.\r\n\r\n")]
    public async Task An_answer_that_is_not_http_is_not_asked_for_again(string answer)
    {
        var connections = await AnswerRawAsync(answer, async url =>
        {
            await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add("127.0.0.1"));
            var ended = await server.EndAsync(await server.Client.CreateAsync("audio_url", url));
            Assert.Equal("audio_url_failed", ended.String("error_type"));
            Assert.Contains("not valid HTTP", ended.String("error_message"), StringComparison.Ordinal);
        });

        Assert.Equal(1, connections);
    }

    [Fact]
    public async Task Trailers_do_no_harm()
    {
        const string Answer =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\naudio\r\n0\r\nContent-MD5: x\r\nContent-Length: 3\r\n\r\n";
        await AnswerRawAsync(Answer, async url =>
        {
            await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add("127.0.0.1"));
            var ended = await server.EndAsync(await server.Client.CreateAsync("audio_url", url));
            Assert.Equal("completed", ended.String("status"));
            Assert.Equal("audio", (await server.GetAsync($"/v1/transcriptions/{ended.String("id")}/transcript")).String("text"));
        });
    }

    [Fact]
    public async Task A_download_that_breaks_may_be_tried_again()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 10;
            await context.Response.WriteAsync("01234", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            await Task.Delay(300, Cancel);
            context.Abort();
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server));

        Assert.True(failure.IsTransient);
        Assert.Contains("broke after", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(403, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task An_error_status_is_reported_with_whether_it_may_pass(int status, bool transient)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server));

        Assert.Contains($"answered {status}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(transient, failure.IsTransient);
    }

    [Fact]
    public async Task A_job_is_tried_again_when_its_recording_could_not_be_had_at_once()
    {
        var requests = 0;
        await using var host = await LoopbackServer.StartAsync(context =>
        {
            if (++requests == 2) return context.Response.WriteAsync("hello from afar", Cancel);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add(host.Authority));

        using var response = await server.PostAsync(
            "/v1/transcriptions",
            $$"""{"model": "stt-async-v5", "audio_url": "{{host.Url("/calls/monday%20call.mp3?token=x")}}", "file_id": null}""");
        var ended = await server.EndAsync(await Answer.OkAsync(response, 201));

        Assert.Equal("completed", ended.String("status"));
        Assert.Equal("monday call.mp3", ended.String("filename"));
        Assert.Equal("hello from afar", (await server.GetAsync($"/v1/transcriptions/{ended.String("id")}/transcript")).String("text"));
    }

    [Fact]
    public async Task An_empty_answer_is_not_a_recording()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server));

        Assert.Contains("empty body", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_never_repeats_the_query_of_a_url()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });

        var failure = await Assert.ThrowsAsync<AudioFetchException>(() => FetchAsync(server, path: "/a.mp3?signature=secret"));

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_a_download_at_once()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var fetcher = Fetcher(server, new FetchOptions());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fetcher.OpenAsync(new AudioSource(server.Url(), "p", 1_000_000), cancel.Token));
    }

    // Sends these very bytes to whoever connects, and counts.
    private static async Task<int> AnswerRawAsync(string answer, Func<string, Task> act)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connections = 0;
        var serving = ServeAsync();
        await act($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.mp3");
        listener.Stop();
        await serving;
        return connections;

        async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync(Cancel);
                    connections++;
                    await using var stream = client.GetStream();
                    var buffer = new byte[4096];
                    _ = await stream.ReadAsync(buffer, Cancel);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Cancel);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It was stopped.
            }
        }
    }

    private static AudioFetcher Fetcher(LoopbackServer server, FetchOptions options)
        => new(new OutboundGuard(AllowedHosts.Parse([server.Authority]), new ScriptedResolver()), options, TimeProvider.System);

    private static async Task<(long Written, byte[] Received)> FetchAsync(
        LoopbackServer server, FetchOptions? options = null, long maximumBytes = 1L << 30, string path = "/a.mp3")
    {
        using var fetcher = Fetcher(server, options ?? new FetchOptions());
        var destination = new MemoryStream();
        await using var audio = await fetcher.OpenAsync(new AudioSource(server.Url(path), "p", maximumBytes), Cancel);
        await audio.CopyToAsync(destination, Cancel);
        return (destination.Length, destination.ToArray());
    }
}
