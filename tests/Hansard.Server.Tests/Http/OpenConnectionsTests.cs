using System.Net.Sockets;
using Hansard.Server.Tests.Files;

namespace Hansard.Server.Tests.Http;

/// <summary>More connections than there is room for.</summary>
public sealed class OpenConnectionsTests
{
    [Fact]
    public async Task A_server_that_may_open_few_files_outlives_more_idle_connections_than_that_and_works_meanwhile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no limit of open files.");
        using var server = new ServerProcess("Webhooks:Concurrency=16") { OpenFiles = 512 };
        await server.StartAsync();
        using var before = server.NewClient();
        await before.UploadAsync(new StringContent("hello"));
        var idle = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 700; i++) idle.Add(await RawConnection.OpenAsync(server.Address));
            using (var meanwhile = server.NewClient())
            {
                var file = await meanwhile.UploadAsync(new StringContent("hello while they are held"));
                var job = await meanwhile.CreateAsync("file_id", file.String("id"));
                Assert.Equal("completed", (await meanwhile.WaitAsync(job, "completed", "error")).String("status"));
            }
        }
        finally
        {
            foreach (var connection in idle) connection.Dispose();
        }

        using var after = server.NewClient();
        using (var health = await after.GetAsync("/healthz")) await Answer.OkAsync(health, 200);
        await after.UploadAsync(new StringContent("hello again"));
        Assert.Contains("connections at once", server.Log, StringComparison.Ordinal);
        Assert.Contains("the longest idle are closed", server.Log, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task The_connection_that_has_been_idle_longest_gives_its_place_to_a_new_one()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Connections.Maximum, options.Connections.SlowGrace) = (3, TimeSpan.FromMinutes(5)));
        using var oldest = await RawConnection.OpenAsync(server.Host.Address);
        await oldest.SendAsync("GET /healthz HTTP/1.1\r\nX-Never-Ends: ");
        using var second = await OpenHealthyAsync(server);
        using var third = await OpenHealthyAsync(server);
        using var fourth = await OpenHealthyAsync(server);
        Assert.Equal("", await oldest.ReadToEndAsync());
        foreach (var still in (RawConnection[])[second, third, fourth])
        {
            await still.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Assert.Equal(1, Count(await still.ReadToEndAsync()));
        }
    }

    [Fact]
    public async Task A_connection_over_which_an_upload_comes_is_not_closed_for_another()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Connections.Maximum, options.Connections.SlowGrace) = (2, TimeSpan.FromMinutes(5)));
        using var upload = await RawConnection.OpenAsync(server.Host.Address);
        const string Content = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF";
        await upload.SendUploadAsync(Content.Length + 9);
        await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 1);
        for (var i = 0; i < 5; i++) (await OpenHealthyAsync(server)).Dispose();
        await upload.SendAsync("\r\n--b--\r\n");
        await upload.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 201 ", await upload.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_connections_serve_requests_a_new_one_is_closed_until_one_has_ended()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Connections.Maximum, options.Connections.SlowGrace) = (2, TimeSpan.FromMinutes(5)));
        using var first = await RawConnection.OpenAsync(server.Host.Address);
        await first.SendUploadAsync(1000);
        var second = await RawConnection.OpenAsync(server.Host.Address);
        await second.SendUploadAsync(1000);
        await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 2);
        try
        {
            using var refused = await RawConnection.OpenAsync(server.Host.Address);
            Assert.Equal("", await refused.ReadToEndAsync());
        }
        catch (SocketException)
        {
            // So fast that the client had not noticed yet that it was connected.
        }

        second.Reset();
        second.Dispose();
        await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 1);
        using var client = server.NewClient(TestServer.Key);
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (true)
        {
            try
            {
                using var response = await client.GetAsync("/v1/files");
                await Answer.OkAsync(response, 200);
                return;
            }
            catch (HttpRequestException) when (DateTime.UtcNow < deadline)
            {
                await Task.Delay(50);
            }
        }
    }

    // An answer shows that the server has let it in.
    private static async Task<RawConnection> OpenHealthyAsync(TestServer server)
    {
        var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        await connection.ReadUntilAsync("\"ok\"}");
        return connection;
    }

    private static int Count(string text) => text.Split("HTTP/1.1 200 ").Length - 1;
}
