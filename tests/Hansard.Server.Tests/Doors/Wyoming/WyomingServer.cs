using Hansard.Server.Doors.Wyoming;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.Wyoming;

/// <summary>A server with the real engine that listens for Wyoming.</summary>
[CollectionDefinition(nameof(WyomingServer))]
public sealed class WyomingServer : IAsyncLifetime, ICollectionFixture<WyomingServer>
{
    public const string Project = "home";

    internal TestServer Server { get; private set; } = null!;

    internal WyomingListener Listener => Server.Host.Services.GetRequiredService<WyomingListener>();

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(
        options =>
        {
            options.Doors.Wyoming.Enabled = true;
            options.Doors.Wyoming.Port = 0;
            options.Doors.Wyoming.Project = Project;
            options.Doors.Live.Sessions = 64;
        },
        realEngine: true);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal Task<WyomingClient> ConnectAsync() => WyomingClient.ConnectAsync(Listener.EndPoint.Port);
}
