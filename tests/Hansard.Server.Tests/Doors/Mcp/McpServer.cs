using ModelContextProtocol.Client;

namespace Hansard.Server.Tests.Doors.Mcp;

/// <summary>A server with the stand-in transcriber, and assistants that speak to it by the official client.</summary>
public sealed class McpServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(options =>
    {
        options.AllowHosts.Add("127.0.0.1");
        options.Doors.Mcp.Wait = TimeSpan.FromSeconds(20);
    });

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>An assistant.</summary>
    /// <param name="server">The server.</param>
    /// <param name="key">Its key; null: none.</param>
    internal static Task<McpClient> ConnectAsync(TestServer server, string? key) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(server.Host.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = key is null ? null : new Dictionary<string, string> { ["Authorization"] = $"Bearer {key}" },
        }),
        cancellationToken: TestContext.Current.CancellationToken);
}
