using System.IO.Compression;
using Hansard.Server.Configuration;
using Hansard.Server.Fetching;
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
            "/v1/transcriptions", $$"""{"model": "stt-async-v5", "audio_url": "{{host.Url("/calls/monday%20call.mp3?token=x")}}", "file_id": null}""");
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
            () => fetcher.FetchAsync(server.Url(), new MemoryStream(), 1_000_000, () => { }, cancel.Token));
    }

    private static AudioFetcher Fetcher(LoopbackServer server, FetchOptions options)
        => new(new OutboundGuard(AllowedHosts.Parse([server.Authority]), new ScriptedResolver()), options, TimeProvider.System);

    private static async Task<(long Written, byte[] Received)> FetchAsync(
        LoopbackServer server, FetchOptions? options = null, long maximumBytes = 1L << 30, string path = "/a.mp3")
    {
        using var fetcher = Fetcher(server, options ?? new FetchOptions());
        var destination = new MemoryStream();
        var written = await fetcher.FetchAsync(server.Url(path), destination, maximumBytes, () => { }, Cancel);
        return (written, destination.ToArray());
    }
}
