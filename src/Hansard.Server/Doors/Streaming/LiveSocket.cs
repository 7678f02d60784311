using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.Streaming;

/// <summary>A client's WebSocket: messages in, messages out, both bounded in size and time.</summary>
/// <remarks>
/// One loop receives for as long as the connection lasts: a receive that is cancelled would break the connection, and whoever waits for a
/// message in vain must be told so.
/// </remarks>
internal sealed class LiveSocket : IAsyncDisposable
{
    /// <summary>The largest message that is read: a start message with its context, or some seconds of sound at the highest rate.</summary>
    private const int UsualMessage = 1 << 20;

    /// <summary>Messages that wait to be read; then the client waits.</summary>
    private const int WaitingMessages = 8;

    /// <summary>Room for a message before it is known how long it is: a control message, or a tenth of a second of sound.</summary>
    private const int UsualRoom = 4 << 10;

    /// <summary>A client that takes nothing for so long is gone.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly WebSocket _socket;
    private readonly int _maximumMessage;
    private readonly Channel<LiveFrame> _received;
    private readonly CancellationTokenSource _gone = new();
    private readonly Task _receiving;
    private WebSocketCloseStatus _status = WebSocketCloseStatus.NormalClosure;
    private string? _reason;

    /// <param name="socket">Not owned.</param>
    /// <param name="maximumMessage">Bytes of the largest message that is read.</param>
    /// <param name="waiting">Messages that wait to be read; then the client waits.</param>
    public LiveSocket(WebSocket socket, int maximumMessage = UsualMessage, int waiting = WaitingMessages)
    {
        (_socket, _maximumMessage) = (socket, maximumMessage);
        _received = Channel.CreateBounded<LiveFrame>(waiting);
        _receiving = ReceiveAllAsync();
    }

    /// <summary>Takes the next message.</summary>
    /// <returns>Null where the client has closed.</returns>
    /// <exception cref="ApiException">It is too long.</exception>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    public async ValueTask<LiveFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await _received.Reader.WaitToReadAsync(cancellationToken))
            if (_received.Reader.TryRead(out var frame)) return frame;
        return null;
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="WebSocketException">The connection is lost, or the client has taken nothing for too long.</exception>
    public async Task SendAsync<T>(T message, CancellationToken cancellationToken)
    {
        var writer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(writer, new JsonWriterOptions { Encoder = JsonSettings.Stored.Encoder }))
            JsonSerializer.Serialize(json, message, JsonSettings.Stored);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(SendTimeout);
        try
        {
            await _socket.SendAsync(writer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _socket.Abort();
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, "The client takes nothing any more.");
        }
    }

    /// <summary>Sets what the close will tell; without, it is a normal closure.</summary>
    /// <param name="status">The reason as a number.</param>
    /// <param name="reason">The reason, of at most 123 bytes.</param>
    public void CloseAs(WebSocketCloseStatus status, string reason) => (_status, _reason) = (status, reason);

    /// <summary>Closes, whether the client is there or not.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(CloseTimeout);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(_status, _reason, timeout.Token);

            // What is still under way must not reset the connection before the client has read the last message.
            try
            {
                await foreach (var _ in _received.Reader.ReadAllAsync(timeout.Token)) continue;
            }
            catch (ApiException)
            {
                // A message that is too long: what follows of it is thrown away.
            }
            await _receiving.WaitAsync(timeout.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client has gone.
        }
        await _gone.CancelAsync();
        _socket.Abort();
        await _receiving;
        _gone.Dispose();
    }

    private async Task ReceiveAllAsync()
    {
        try
        {
            while (await ReceiveOneAsync() is { } frame) await _received.Writer.WriteAsync(frame, _gone.Token);
            _received.Writer.TryComplete();
        }
        catch (ApiException exception)
        {
            _received.Writer.TryComplete(exception);
            await DiscardAsync();
        }
        catch (Exception exception)
        {
            _received.Writer.TryComplete(exception is OperationCanceledException or ObjectDisposedException
                ? new WebSocketException(WebSocketError.ConnectionClosedPrematurely, exception)
                : exception);
        }
    }

    private async Task DiscardAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            while ((await _socket.ReceiveAsync(buffer.AsMemory(), _gone.Token)).MessageType is not WebSocketMessageType.Close) continue;
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException or InvalidOperationException)
        {
            // The client has gone, or has been waited for long enough.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<LiveFrame?> ReceiveOneAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualRoom);
        try
        {
            for (var count = 0; ;)
            {
                if (count == buffer.Length)
                {
                    if (count >= _maximumMessage)
                        throw ApiException.Invalid($"A message has more than the {_maximumMessage} bytes allowed.");
                    var larger = ArrayPool<byte>.Shared.Rent(2 * count);
                    buffer.AsSpan(0, count).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                var result = await _socket.ReceiveAsync(buffer.AsMemory(count), _gone.Token);
                if (result.MessageType is WebSocketMessageType.Close) return null;
                count += result.Count;
                if (!result.EndOfMessage) continue;
                return new LiveFrame(result.MessageType is WebSocketMessageType.Text, buffer.AsSpan(0, count).ToArray());
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>A message of a client.</summary>
/// <param name="IsText">Text or binary.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record LiveFrame(bool IsText, ReadOnlyMemory<byte> Content);
