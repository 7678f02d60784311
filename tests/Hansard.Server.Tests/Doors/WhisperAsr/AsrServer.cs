namespace Hansard.Server.Tests.Doors.WhisperAsr;

/// <summary>A server with the real engine that takes requests without a key.</summary>
[CollectionDefinition(nameof(AsrServer))]
public sealed class AsrServer : IAsyncLifetime, ICollectionFixture<AsrServer>
{
    public const string Project = "films";

    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
        => Server = await TestServer.StartAsync(options => options.Doors.WhisperAsr.Project = Project, realEngine: true);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
