using System.Text;
using System.Text.Json;
using Hansard.Engine;
using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;

namespace Hansard.Server.Doors.Live;

/// <summary>Turns a client's messages into sound and wishes.</summary>
/// <param name="socket">Where they come from.</param>
/// <param name="sound">Where sound and wishes go, in the order in which they came.</param>
/// <param name="presence">The session's place.</param>
/// <param name="limits">Bounds.</param>
/// <param name="clock">Measures them.</param>
internal sealed class LiveReceiver(
    LiveSocket socket, SessionSound sound, LivePresence presence, LiveLimits limits, TimeProvider clock)
{
    private bool _hasSound;

    /// <summary>Time of the last sound; null where its end has been told.</summary>
    private long? _lastSound;

    /// <summary>Receives until the client ends the sound, or has gone.</summary>
    /// <exception cref="ApiException">A message is wrong, or none came for too long.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = await NextAsync(cancellationToken);
            if (frame is not { } message) return;
            if (message.Content.IsEmpty)
            {
                if (!_hasSound) throw ApiException.Invalid("No audio: the end of the sound came before any of it.");
                return;
            }
            if (message.IsText && message.Content.Span[0] == (byte)'{') await ControlAsync(message.Content, cancellationToken);
            else await SoundAsync(message.IsText ? Decoded(message.Content.Span) : message.Content, cancellationToken);
        }
    }

    private async Task<LiveFrame?> NextAsync(CancellationToken cancellationToken)
    {
        var waits = limits.Idle;
        if (limits.Pause is { } pause && pause < limits.Idle && _lastSound is { } last)
        {
            var rest = pause - clock.GetElapsedTime(last);
            try
            {
                return await NextAsync(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Whoever sends no silence either, as behind a detector of speech, waits for the end of his utterance all the same.
                _lastSound = null;
                if (_hasSound) await sound.SettleAsync(cancellationToken);
                await sound.TellAsync(new LiveInput.Pause(), cancellationToken);
                waits -= pause;
            }
        }
        try
        {
            return await NextAsync(waits, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw LiveErrors.TooSlow(
                $"Nothing came for {limits.Idle.TotalSeconds:0} seconds: send sound, or {{\"type\":\"keepalive\"}} while there is none.");
        }
    }

    private async Task<LiveFrame?> NextAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = socket.ReceiveAsync(timeout.Token);
        // What is there is taken, however late it is.
        if (next.IsCompleted) return await next;
        timeout.CancelAfter(limit);
        try
        {
            return await next;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private static byte[] Decoded(ReadOnlySpan<byte> base64)
    {
        try
        {
            return Convert.FromBase64String(Encoding.UTF8.GetString(base64));
        }
        catch (FormatException)
        {
            throw ApiException.Invalid("A text message is neither a control message, which is a JSON object, nor sound in base64.");
        }
    }

    private async Task SoundAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _hasSound = true;
        if (presence.Take()) await sound.TellAsync(new LiveInput.Effort(presence.FinalsOnly), cancellationToken);
        await sound.WriteAsync(bytes, cancellationToken);
        _lastSound = clock.GetTimestamp();
    }

    private async Task ControlAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        switch (TypeOf(json))
        {
            case "keepalive":
                // What waits to be transcribed is work.
                if (!sound.IsWaiting) presence.Rest();
                return;
            case "finalize":
                if (_hasSound) await sound.SettleAsync(cancellationToken);
                await sound.TellAsync(new LiveInput.Finalize(), cancellationToken);
                return;
            case var other:
                throw ApiException.Invalid($"A control message has the type finalize or keepalive, not '{other}'.");
        }
    }

    private static string? TypeOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonText.Check(document.RootElement, "message");
            return document.RootElement.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String
                ? type.GetString()
                : throw ApiException.Invalid("A control message has no 'type': send {\"type\":\"finalize\"} or {\"type\":\"keepalive\"}.");
        }
        catch (JsonException)
        {
            throw ApiException.Invalid("A control message is no JSON.");
        }
    }
}
