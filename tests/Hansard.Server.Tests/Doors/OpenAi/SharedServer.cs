namespace Hansard.Server.Tests.Doors.OpenAi;

/// <summary>A server for the tests of a class that leave nothing on it.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
