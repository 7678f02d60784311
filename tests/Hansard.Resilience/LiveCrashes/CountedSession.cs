using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hansard.Server.Tests;

namespace Hansard.Resilience.LiveCrashes;

/// <summary>A client of a live session: it sends silence, and keeps what it is told for good, and how the session ends.</summary>
/// <param name="reference">The session in the usage log.</param>
/// <param name="key">An API key, or a temporary one for this reference.</param>
internal sealed class CountedSession(string reference, string key)
{
    // A tenth of a second of 16-bit samples.
    private const int Piece = 3_200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The session in the usage log.</summary>
    public string Reference { get; } = reference;

    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>Words that are final.</summary>
    public List<string> Final { get; } = [];

    /// <summary>Sound that the server has listened to, in milliseconds.</summary>
    public long Heard { get; private set; }

    /// <summary>The code of the error that has ended it; null: none did.</summary>
    public int? Error { get; private set; }

    /// <summary>The time at which the server said that all is finished; null: it did not.</summary>
    public DateTime? Finished { get; private set; }

    /// <summary>The connection has ended without a word.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Runs it to its end, whatever that is.</summary>
    /// <param name="server">The server.</param>
    /// <param name="pieces">Tenths of a second that are sent, after which it is ended.</param>
    public async Task RunAsync(Uri server, int pieces)
    {
        using var socket = new ClientWebSocket();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await socket.ConnectAsync(new UriBuilder(new Uri(server, "/transcribe-websocket")) { Scheme = "ws" }.Uri, end.Token);
            var start = JsonSerializer.Serialize(new
            {
                model = "stt-rt-v5",
                audio_format = "pcm_s16le",
                sample_rate = 16_000,
                num_channels = 1,
                api_key = Key,
                client_reference_id = Reference,
            });
            await socket.SendAsync(Encoding.UTF8.GetBytes(start), WebSocketMessageType.Text, true, end.Token);
            var sending = SendAsync(socket, pieces, end.Token);
            await ReceiveAsync(socket, end.Token);
            await sending;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or HttpRequestException)
        {
            IsBroken = true;
        }

        if (Error is null && Finished is null) IsBroken = true;
    }

    private static async Task SendAsync(ClientWebSocket socket, int pieces, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < pieces && socket.State is WebSocketState.Open; i++)
            {
                await socket.SendAsync(new byte[Piece], WebSocketMessageType.Binary, true, cancellationToken);
                await Task.Delay(Pause, cancellationToken);
            }

            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or InvalidOperationException)
        {
            // The reader learns why.
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (result.MessageType is WebSocketMessageType.Close) return;
            Assert.True(result.EndOfMessage);
            var message = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, result.Count));
            if (message.TryGetProperty("error_code", out var code))
            {
                Error = code.GetInt32();
                continue;
            }

            Final.AddRange(message.GetProperty("tokens").EnumerateArray()
                .Where(token => token.GetProperty("is_final").GetBoolean())
                .Select(token => token.String("text")));
            Heard = message.GetProperty("total_audio_proc_ms").GetInt64();
            if (message.TryGetProperty("finished", out var finished) && finished.GetBoolean()) Finished = DateTime.UtcNow;
        }
    }
}
