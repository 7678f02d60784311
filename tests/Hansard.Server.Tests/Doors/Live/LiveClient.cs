using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>A client of a live session, as the protocol's page has it.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly byte[] _buffer = new byte[1 << 20];

    private LiveClient(ClientWebSocket socket) => _socket = socket;

    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Opens a connection.</summary>
    public static async Task<LiveClient> ConnectAsync(
        TestServer server, Action<ClientWebSocketOptions>? configure = null, string path = "/transcribe-websocket")
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(
            new UriBuilder(new Uri(server.Host.Address, path)) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        return new LiveClient(socket);
    }

    /// <summary>Opens a session with the key of tests in its first message.</summary>
    public static async Task<LiveClient> StartAsync(TestServer server, object? more = null)
    {
        var client = await ConnectAsync(server);
        var start = JsonSerializer.SerializeToNode(
            new { model = "stt-rt-v5", audio_format = "auto", api_key = TestServer.Key })!.AsObject();
        foreach (var field in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject()) start[field.Key] = field.Value?.DeepClone();
        await client.SendAsync(start.ToJsonString());
        return client;
    }

    public Task SendAsync(string text)
        => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public Task SendAsync(ReadOnlyMemory<byte> bytes)
        => _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken).AsTask();

    /// <summary>Sends bytes in pieces.</summary>
    public async Task SendAsync(byte[] bytes, int piece)
    {
        foreach (var some in bytes.Chunk(piece)) await SendAsync(some.AsMemory());
    }

    /// <summary>The next message; null where the server has closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        var count = 0;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var result = await _socket.ReceiveAsync(_buffer.AsMemory(count), timeout.Token);
            if (result.MessageType is WebSocketMessageType.Close)
            {
                Assert.Equal(WebSocketCloseStatus.NormalClosure, _socket.CloseStatus);
                return null;
            }
            Assert.Equal(WebSocketMessageType.Text, result.MessageType);
            count += result.Count;
            if (result.EndOfMessage) return JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, count));
        }
    }

    /// <summary>The messages up to one that is looked for.</summary>
    public async Task<List<JsonElement>> UntilAsync(Func<JsonElement, bool> found)
    {
        List<JsonElement> messages = [];
        while (await NextAsync() is { } message)
        {
            messages.Add(message);
            if (found(message)) return messages;
        }
        throw new InvalidOperationException($"The server closed after {string.Join("\n", messages)}");
    }

    /// <summary>All messages up to the close.</summary>
    public async Task<List<JsonElement>> AllAsync()
    {
        List<JsonElement> messages = [];
        while (await NextAsync() is { } message) messages.Add(message);
        return messages;
    }

    /// <summary>Closes without reading on.</summary>
    public Task LeaveAsync()
        => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
            }
            catch (WebSocketException)
            {
                // The server has closed already.
            }
        }
        _socket.Dispose();
    }
}
