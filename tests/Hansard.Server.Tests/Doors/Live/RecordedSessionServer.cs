namespace Hansard.Server.Tests.Doors.Live;

/// <summary>A server with the real engine, and the key that recorded clients send.</summary>
public sealed class RecordedSessionServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(
        options =>
        {
            options.ApiKey = "test-key";
            options.Doors.Live.Sessions = 16;
        },
        realEngine: true);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
