using System.Diagnostics;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Http;

/// <summary>Clients that are slow, break off, or send too much before their body.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(90, 400, 10)]
    [InlineData(5, 7000, 10)]
    [InlineData(1, 10, 9000)]
    public async Task Too_much_before_the_body_is_an_invalid_request(int headers, int length, int target)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files?x={new string('x', target)}");
        for (var i = 0; i < headers; i++) request.Headers.Add($"X-Header-{i}", new string('x', length));
        using var response = await server.Client.SendAsync(request);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Fact]
    public async Task An_upload_that_stops_arriving_is_an_invalid_request_and_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync(options => options.Connections.SlowGrace = TimeSpan.FromSeconds(2));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendUploadAsync(1000);
        var answer = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"error_type\":\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains("too slowly", answer, StringComparison.Ordinal);
        Assert.Empty(FilesTests.StoredFiles(server));
        await server.GetAsync("/v1/files");
    }

    [Fact]
    public async Task A_client_that_sends_all_before_it_reads_is_told_that_it_is_too_early()
    {
        // Kestrel by itself would close the connection five seconds after its answer.
        const int Pieces = 20;
        const int Piece = 50_000;
        await using var server = await TestServer.StartAsync(options => options.Limits.RequestsPerMinute = 1);
        await server.GetAsync("/v1/models");
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync(
            $"POST /v1/audio/transcriptions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\n"
            + $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {Pieces * Piece}\r\n\r\n");
        for (var i = 0; i < Pieces; i++)
        {
            await connection.SendAsync(new byte[Piece]);
            await Task.Delay(TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
        }
        await connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answers = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 429 ", answers, StringComparison.Ordinal);
        Assert.Contains("Retry-After: ", answers, StringComparison.Ordinal);
        Assert.Contains("rate_limit_error", answers, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 ", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_the_client_breaks_off_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using (var connection = await RawConnection.OpenAsync(server.Host.Address))
        {
            await connection.SendUploadAsync(1_000_000);
            await UntilAsync(() => FilesTests.StoredFiles(server).Length == 1);
        }

        await UntilAsync(() => FilesTests.StoredFiles(server).Length == 0);
        Assert.Equal(0, (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_upload_that_stops_after_a_fast_start_is_an_invalid_request_and_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync(options => options.Connections.SlowGrace = TimeSpan.FromSeconds(2));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);

        // On average since the start, that would be fast enough for six hours.
        await connection.SendUploadAsync(10_000_000);
        await connection.SendAsync(new byte[5_000_000]);
        var answer = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("too slowly", answer, StringComparison.Ordinal);
        Assert.Empty(FilesTests.StoredFiles(server));
    }

    [Fact]
    public async Task A_json_body_that_stops_arriving_is_an_invalid_request()
    {
        await using var server = await TestServer.StartAsync(options => options.Connections.SlowGrace = TimeSpan.FromSeconds(2));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync(
            $"POST /v1/transcriptions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
        Assert.Contains("too slowly", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_upload_that_keeps_to_the_least_speed_arrives()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Connections.SlowGrace, options.Connections.BytesPerSecond) = (TimeSpan.FromSeconds(2), 1));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendUploadAsync(77 + 50 + 9);
        for (var i = 0; i < 10; i++)
        {
            await connection.SendAsync("bytes");
            await Task.Delay(400);
        }

        await connection.SendAsync("\r\n--b--\r\n");
        await UntilAsync(() => FilesTests.StoredFiles(server) is [var path] && new FileInfo(path).Length == 54);
    }

    [Theory]
    [InlineData("7fffffffffffffff")]
    [InlineData("80000000")]
    [InlineData("5,5")]
    public async Task A_chunk_of_a_size_that_cannot_be_is_an_invalid_request_and_no_fault_in_the_log(string size)
    {
        using var log = new LogLines();
        await using var server = await TestServer.StartAsync(
            options => options.Log.Level = LogLevel.Debug,
            replace: services => services.AddSingleton<ILoggerProvider>(log));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync(
            $"POST /v1/transcriptions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n");
        var answer = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Empty(log.Severe);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_breaks_off_is_no_fault_in_the_log(bool isReset)
    {
        using var log = new LogLines();
        await using var server = await TestServer.StartAsync(
            options => options.Log.Level = LogLevel.Debug,
            replace: services => services.AddSingleton<ILoggerProvider>(log));
        string[] requests =
        [
            "POST /v1/files HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n{0}"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF",
            "POST /v1/files HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n{0}5\r\n--b\r\n",
            "POST /v1/transcriptions HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n{0}{{",
        ];
        foreach (var request in requests)
        {
            using var connection = await RawConnection.OpenAsync(server.Host.Address);
            await connection.SendAsync(string.Format(null, request, $"Host: x\r\nAuthorization: Bearer {TestServer.Key}\r\n\r\n"));
            await Task.Delay(200);
            if (isReset) connection.Reset();
        }

        foreach (var line in (string[])["POST /v1/files answered 4", "POST /v1/transcriptions answered 4"]) await log.WaitAsync(line);
        await UntilAsync(() => FilesTests.StoredFiles(server).Length == 0);
        await server.StopAndKeepDataAsync();
        Directory.Delete(server.DataDirectory, recursive: true);
        Assert.Empty(log.Severe);
    }

    [Fact]
    public async Task Headers_that_do_not_end_are_given_up()
    {
        await using var server = await TestServer.StartAsync(options => options.Connections.HeadersTimeout = TimeSpan.FromSeconds(1));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync("GET /healthz HTTP/1.1\r\nX-Slow: ");
        Assert.DoesNotContain("200 OK", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_without_requests_is_closed()
    {
        await using var server = await TestServer.StartAsync(options => options.Connections.IdleTimeout = TimeSpan.FromSeconds(1));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Contains("200 OK", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        // The speed counts from the first byte of an answer, those in the system's buffers included: a low one would take hours to be
        // missed.
        await using var server = await TestServer.StartAsync(
            options => (options.Connections.SlowGrace, options.Connections.BytesPerSecond) = (TimeSpan.FromSeconds(2), 10_000_000));
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        var request = $"GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\n\r\n";
        var watch = Stopwatch.StartNew();

        // Answers fill every buffer in between, then the requests do, and then this waits until the server has had enough.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (watch.Elapsed < TimeSpan.FromSeconds(30)) await connection.SendAsync(string.Concat(Enumerable.Repeat(request, 100)));
        });
        await server.GetAsync("/v1/files");
    }

    internal static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It does not come about.");
            await Task.Delay(10);
        }
    }
}
