using System.Net.Sockets;
using Hansard.Server.Configuration;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Doors.Wyoming;
using Hansard.Server.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.Wyoming;

/// <summary>Bounds of connections, and the server's own start and stop.</summary>
public sealed class WyomingLimitTests
{
    [Fact]
    public async Task Connections_beyond_those_allowed_are_closed_and_idle_ones_are_told()
    {
        await using var server = await StartAsync(options => (options.Connections, options.Idle) = (2, TimeSpan.FromSeconds(2)));
        using var first = await ConnectAsync(server);
        using var second = await ConnectAsync(server);
        await PingAsync(first);
        await PingAsync(second);
        using var third = await ConnectAsync(server);
        await Assert.ThrowsAnyAsync<Exception>(() => PingAsync(third));
        var error = Assert.Single(await first.ReadAllAsync());
        Assert.Equal(("error", "request_timeout"), (error.Type, error.Data.String("code")));
    }

    [Fact]
    public async Task An_utterance_beyond_the_live_sessions_is_refused_and_a_stop_of_the_server_is_told()
    {
        await using var server = await StartAsync(_ => { });
        var slots = server.Host.Services.GetRequiredService<LiveSlots>();
        var places = Enumerable.Range(0, slots.Most).Select(_ => slots.Enter("p")).ToList();
        using var client = await ConnectAsync(server);
        await client.SendAsync(WyomingClient.Event("audio-chunk", new { rate = 16_000, width = 2, channels = 1 }, new byte[64]));
        Assert.Equal("limit_exceeded", Assert.Single(await client.ReadAllAsync()).Data.String("code"));
        places.ForEach(place => place.Dispose());

        using var idle = await ConnectAsync(server);
        await PingAsync(idle);
        var stopping = server.Host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("service_unavailable", Assert.Single(await idle.ReadAllAsync()).Data.String("code"));
        await stopping;
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_at_the_start()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(options => options.Port = port));
        Assert.Contains($"Doors:Wyoming cannot listen on port {port}", fault.Message, StringComparison.Ordinal);
    }

    // The engine is the one that is usual in tests of the queue: nothing is transcribed here.
    private static Task<TestServer> StartAsync(Action<WyomingOptions> configure) => TestServer.StartAsync(
        options =>
        {
            (options.Doors.Wyoming.Enabled, options.Doors.Wyoming.Port) = (true, 0);
            configure(options.Doors.Wyoming);
        },
        replace: services => services.AddSingleton<ILiveTranscriber, NoTranscriber>());

    private static Task<WyomingClient> ConnectAsync(TestServer server)
        => WyomingClient.ConnectAsync(server.Host.Services.GetRequiredService<WyomingListener>().EndPoint.Port);

    private static async Task PingAsync(WyomingClient client)
    {
        await client.SendAsync(WyomingClient.Event("ping"));
        Assert.Equal("pong", (await client.ReadAsync() ?? throw new IOException("The server has closed.")).Type);
    }
}
