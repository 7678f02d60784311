using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Hansard.Server.Tests.Doors.OpenAi.Realtime;

/// <summary>A client of a realtime session, as OpenAI's documents have it.</summary>
internal sealed class RealtimeClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly byte[] _buffer = new byte[1 << 20];

    private RealtimeClient(ClientWebSocket socket) => _socket = socket;

    public string? Subprotocol => _socket.SubProtocol;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Opens a connection with the key of tests in a header.</summary>
    public static Task<RealtimeClient> OpenAsync(TestServer server, string query = "?intent=transcription", bool isBeta = false)
        => ConnectAsync(server, query, options =>
        {
            options.SetRequestHeader("Authorization", $"Bearer {TestServer.Key}");
            if (isBeta) options.SetRequestHeader("OpenAI-Beta", "realtime=v1");
        });

    /// <summary>Opens a connection.</summary>
    public static async Task<RealtimeClient> ConnectAsync(
        TestServer server, string query, Action<ClientWebSocketOptions> configure, string path = "/v1/realtime")
    {
        var socket = new ClientWebSocket();
        configure(socket.Options);
        var address = new UriBuilder(new Uri(server.Host.Address, path)) { Scheme = "ws", Query = query };
        await socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);
        return new RealtimeClient(socket);
    }

    /// <summary>Opens a session that has been told its settings.</summary>
    /// <param name="server">Where.</param>
    /// <param name="input">Members of <c>audio.input</c>.</param>
    public static async Task<RealtimeClient> StartAsync(TestServer server, object input)
    {
        var client = await OpenAsync(server);
        await client.UpdateAsync(input);
        return client;
    }

    /// <summary>Changes settings, and waits for the answer.</summary>
    public async Task<JsonElement> UpdateAsync(object input)
    {
        await SendAsync(new { type = "session.update", session = new { type = "transcription", audio = new { input } } });
        return await UntilAsync("session.updated");
    }

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text)
        => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public Task SendBytesAsync(byte[] bytes, WebSocketMessageType type, bool isLast)
        => _socket.SendAsync(bytes, type, isLast, TestContext.Current.CancellationToken);

    /// <summary>Sends sound in pieces.</summary>
    public async Task AppendAsync(byte[] sound, int piece = 6_400)
    {
        foreach (var some in sound.Chunk(piece))
            await SendAsync(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(some) });
    }

    public Task CommitAsync() => SendAsync(new { type = "input_audio_buffer.commit" });

    /// <summary>The next event; null where the server has closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        var count = 0;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var result = await _socket.ReceiveAsync(_buffer.AsMemory(count), timeout.Token);
            if (result.MessageType is WebSocketMessageType.Close) return null;
            Assert.Equal(WebSocketMessageType.Text, result.MessageType);
            count += result.Count;
            if (!result.EndOfMessage) continue;
            var message = JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, count));
            Assert.StartsWith("event_", message.String("event_id"), StringComparison.Ordinal);
            return message;
        }
    }

    /// <summary>The events up to one that is looked for.</summary>
    public async Task<List<JsonElement>> AllUntilAsync(string type)
    {
        List<JsonElement> messages = [];
        while (await NextAsync() is { } message)
        {
            messages.Add(message);
            if (message.String("type") == type) return messages;
        }
        throw new InvalidOperationException($"The server closed after {string.Join("\n", messages)}");
    }

    /// <summary>The next event of a type; others before it are skipped.</summary>
    public async Task<JsonElement> UntilAsync(string type) => (await AllUntilAsync(type))[^1];

    /// <summary>All events up to the close.</summary>
    public async Task<List<JsonElement>> AllAsync()
    {
        List<JsonElement> messages = [];
        while (await NextAsync() is { } message) messages.Add(message);
        return messages;
    }

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
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
            {
                // The server has closed already.
            }
        }
        _socket.Dispose();
    }
}
