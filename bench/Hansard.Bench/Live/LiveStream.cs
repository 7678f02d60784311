using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace Hansard.Bench.Live;

/// <summary>A session with a server, as a live client has it: 16-bit samples in tenths of a second, tokens read meanwhile.</summary>
internal sealed class LiveStream : IDisposable
{
    private const int Rate = 16_000;
    private const int Piece = Rate / 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _message = new byte[1 << 18];
    private readonly byte[] _piece = new byte[2 * Piece];
    private long _began;

    /// <summary>Its words, as they were seen.</summary>
    public SeenTokens Tokens { get; } = new();

    /// <summary>Sound sent so far.</summary>
    public TimeSpan Sent { get; private set; }

    /// <summary>Opens a session.</summary>
    /// <param name="server">An address of the server, by HTTP.</param>
    /// <param name="language">Spoken in it.</param>
    /// <param name="diarize">Tells speakers too.</param>
    /// <param name="isFile">The sound is that of a WAV file, which a decoder reads; else raw samples.</param>
    public async Task OpenAsync(Uri server, string language, bool diarize, bool isFile = false)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _socket.ConnectAsync(new UriBuilder(new Uri(server, "/transcribe-websocket")) { Scheme = "ws" }.Uri, timeout.Token);
        var start = JsonSerializer.SerializeToUtf8Bytes(new
        {
            model = "stt-rt-v5",
            audio_format = isFile ? "wav" : "pcm_s16le",
            sample_rate = isFile ? (int?)null : Rate,
            num_channels = isFile ? (int?)null : 1,
            language_hints = new[] { language },
            language_hints_strict = true,
            enable_speaker_diarization = diarize,
        });
        await _socket.SendAsync(start, WebSocketMessageType.Text, true, timeout.Token);
        if (isFile) await _socket.SendAsync(Header(), WebSocketMessageType.Binary, true, timeout.Token);
    }

    /// <summary>Sends sound as fast as the server takes it, and waits until all of it is final; the session stays open.</summary>
    /// <param name="samples">At 16 kHz.</param>
    public async Task SayAsync(float[] samples)
    {
        _began = Stopwatch.GetTimestamp();
        var reading = ReadAsync(isLast: IsAnswer);
        foreach (var piece in samples.Chunk(Piece)) await SendAsync(piece);
        await SendAsync("""{"type":"finalize"}"""u8.ToArray());
        await reading;
        if (Tokens.Text.Length == 0) throw new InvalidOperationException("The server heard nothing.");

        static bool IsAnswer(JsonElement message)
            => message.GetProperty("tokens").EnumerateArray().Any(token => token.GetProperty("text").ValueEquals("<fin>"));
    }

    /// <summary>Tells the server that the session is to go on though nothing is said.</summary>
    /// <exception cref="InvalidOperationException">The server has ended the session.</exception>
    public async Task KeepAliveAsync()
    {
        try
        {
            await SendAsync("""{"type":"keepalive"}"""u8.ToArray());
        }
        catch (WebSocketException)
        {
            // It has told why.
            await ReadAsync();
            throw;
        }
    }

    /// <summary>Sends sound, and reads until the server has closed.</summary>
    /// <param name="sound">Samples at 16 kHz, in any pieces.</param>
    /// <param name="isPaced">True: as fast as it is said; false: as fast as the server takes it.</param>
    /// <exception cref="InvalidOperationException">The server ended it by an error.</exception>
    public async Task RunAsync(IEnumerable<float[]> sound, bool isPaced)
    {
        _began = Stopwatch.GetTimestamp();
        var reading = ReadAsync();
        foreach (var samples in sound)
            for (var at = 0; at < samples.Length && !reading.IsCompleted; at += Piece)
            {
                var piece = samples.AsMemory(at, Math.Min(Piece, samples.Length - at));
                Sent += TimeSpan.FromSeconds((double)piece.Length / Rate);
                // A piece is complete when its last sample has been said.
                if (isPaced && Sent - Elapsed is { Ticks: > 0 } early) await Task.Delay(early);
                await SendAsync(piece.Span.ToArray());
            }
        await SendAsync(Array.Empty<byte>());
        await reading;
    }

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    private async Task SendAsync(float[] samples)
    {
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(_piece.AsSpan(2 * i), (short)(Math.Clamp(samples[i], -1, 1) * short.MaxValue));
        await _socket.SendAsync(
            _piece.AsMemory(0, 2 * samples.Length), WebSocketMessageType.Binary, true, CancellationToken.None).AsTask().WaitAsync(Patience);
    }

    private Task SendAsync(byte[] text)
        => _socket.SendAsync(text, WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(Patience);

    private static byte[] Header()
    {
        var header = new byte[44];
        "RIFF\0\0\0\0WAVEfmt "u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), int.MaxValue);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 2 * Rate);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), int.MaxValue - 36);
        return header;
    }

    private async Task ReadAsync(Predicate<JsonElement>? isLast = null)
    {
        var count = 0;
        var isFinished = false;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_message.AsMemory(count), CancellationToken.None).AsTask().WaitAsync(Patience);
            if (part.MessageType is WebSocketMessageType.Close) break;
            count += part.Count;
            if (!part.EndOfMessage) continue;
            var message = JsonSerializer.Deserialize<JsonElement>(_message.AsSpan(0, count));
            count = 0;
            if (message.TryGetProperty("error_message", out var error)) throw new InvalidOperationException($"The server said: {error}");
            isFinished |= message.TryGetProperty("finished", out _);
            Tokens.Take(Elapsed, message.GetProperty("tokens"));
            if (isLast?.Invoke(message) is true) return;
        }
        if (!isFinished) throw new InvalidOperationException("The server closed before it had finished.");
    }
}
