namespace Hansard.Server.Tests.Doors.OpenAi.Realtime;

/// <summary>A server with the real engine.</summary>
public sealed class RealtimeServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(
        options => options.Doors.Live.Sessions = 4, realEngine: true);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
