using System.Diagnostics;

namespace Hansard.Server.Tests.Api;

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
        // The speed counts from the first byte of an answer, those in the system's buffers included: a low one would take hours to be missed.
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

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It does not come about.");
            await Task.Delay(10);
        }
    }
}
