using System.Diagnostics;
using System.Net.WebSockets;
using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>A session from its first event to its end.</summary>
/// <param name="socket">The client.</param>
/// <param name="output">Where events go.</param>
/// <param name="events">Makes them.</param>
/// <param name="reader">Reads settings.</param>
/// <param name="slots">Places of those who send sound.</param>
/// <param name="parts">With what it hears.</param>
/// <param name="settings">The settings at first.</param>
/// <param name="describe">Makes an error of whatever ended the hearing.</param>
internal sealed class RealtimeSession(
    LiveSocket socket, RealtimeOutput output, RealtimeEvents events, RealtimeSettingsReader reader, LiveSlots slots, RealtimeParts parts,
    RealtimeSettings settings, Func<Exception, ApiException> describe) : IAsyncDisposable
{
    /// <summary>Without sound for so long, nothing is heard any more, and the place is somebody else's.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>The least sound that is committed, as the hosted service has it.</summary>
    private static readonly TimeSpan LeastCommitted = TimeSpan.FromMilliseconds(100);

    private readonly RealtimeTurns _turns = new(events, output);
    private Task<LiveFrame?>? _receiving;
    private RealtimeRun? _run;
    private TimeSpan _appended;
    private long _soundAt;

    /// <summary>The settings.</summary>
    public RealtimeSettings Settings { get; private set; } = settings;

    /// <summary>The length of the sound that was listened to.</summary>
    public TimeSpan Heard { get; private set; }

    /// <summary>Final tokens so far.</summary>
    public long Tokens { get; private set; }

    /// <summary>Runs until the client closes.</summary>
    /// <param name="stopping">The server stops: what was said so far is told, and the session ends.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="ApiException">The session cannot go on.</exception>
    public async Task RunAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        try
        {
            await output.SendAsync(events.Created(Settings), cancellationToken);
            while (await NextAsync(stopping, cancellationToken) is { } frame) await TakeAsync(frame, cancellationToken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await EndRunAsync(cancellationToken);
            throw LiveErrors.Stopping();
        }
        catch (ApiException)
        {
            await EndRunAsync(cancellationToken);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await DropRunAsync();
        _turns.Dispose();
    }

    private async Task<LiveFrame?> NextAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        _receiving ??= socket.ReceiveAsync(stopping).AsTask();
        var since = Stopwatch.GetTimestamp();
        while (!_receiving.IsCompleted)
        {
            var wait = parts.Idle - Stopwatch.GetElapsedTime(since);
            if (wait <= TimeSpan.Zero)
                throw LiveErrors.TooSlow($"No event came for {parts.Idle.TotalSeconds:0} seconds: open a new session.");
            if (_run is not null)
            {
                var quiet = Quiet - Stopwatch.GetElapsedTime(_soundAt);
                if (quiet <= TimeSpan.Zero || _run.Ended.IsCompleted)
                {
                    await EndRunAsync(cancellationToken);
                    continue;
                }
                if (quiet < wait) wait = quiet;
            }
            using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_receiving, _run?.Ended ?? _receiving, Task.Delay(wait, awake.Token));
            await awake.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        var frame = await _receiving;
        _receiving = null;
        return frame;
    }

    private async Task TakeAsync(LiveFrame frame, CancellationToken cancellationToken)
    {
        string? id = null;
        try
        {
            using var message = ClientEvent.Read(frame);
            id = message.Id;
            await TakeAsync(message, cancellationToken);
        }
        catch (ApiException error) when (error.StatusCode is 400 or 404)
        {
            // The hosted service's sessions, too, go on after what is not understood.
            await output.SendAsync(RealtimeEvents.Error(error, id), cancellationToken);
        }
    }

    private Task TakeAsync(ClientEvent message, CancellationToken cancellationToken) => message.Type switch
    {
        "input_audio_buffer.append" => AppendAsync(message.Audio(), cancellationToken),
        "input_audio_buffer.commit" => CommitAsync(cancellationToken),
        "input_audio_buffer.clear" => ClearAsync(cancellationToken),
        "session.update" => UpdateAsync(message, isBeta: false, cancellationToken),
        "transcription_session.update" => UpdateAsync(message, isBeta: true, cancellationToken),
        "" => throw AudioFields.Fault("type", "'type' is missing: an event must say what it is."),
        var other => throw RealtimeErrors.UnknownEvent(other),
    };

    private async Task UpdateAsync(ClientEvent message, bool isBeta, CancellationToken cancellationToken)
    {
        var changed = message.Settings(reader, Settings);
        // What was sent before is heard as it was meant then.
        if (!changed.HearsAs(Settings)) await EndRunAsync(cancellationToken);
        (Settings, events.IsBeta) = (changed, isBeta);
        await output.SendAsync(events.Updated(Settings), cancellationToken);
    }

    private async Task AppendAsync(byte[] sound, CancellationToken cancellationToken)
    {
        if (sound.Length == 0) return;
        if (_run?.Ended.IsCompleted is true) await EndRunAsync(cancellationToken);
        var length = Settings.Duration(sound.Length);
        if (_appended + length > parts.Longest) throw LiveErrors.TooLong(parts.Longest);
        _run ??= Begin(cancellationToken);
        await _run.WriteAsync(sound, cancellationToken);
        _appended += length;
        _soundAt = Stopwatch.GetTimestamp();
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var buffered = _appended - _turns.BufferFrom;
        if (buffered < LeastCommitted) throw RealtimeErrors.Empty(buffered > TimeSpan.Zero ? buffered : TimeSpan.Zero, LeastCommitted);
        await _turns.CommitAsync(_appended, Settings, cancellationToken);
        // What follows is heard by itself: words of the utterance before would hide the same words said again.
        if (_run is not null) await EndRunAsync(cancellationToken);
        else await _turns.EndAsync(_appended, Settings, cancellationToken);
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        if (_run?.Ended.IsFaulted is true) await EndRunAsync(cancellationToken);
        else await DropRunAsync();
        await _turns.ClearAsync(_appended, cancellationToken);
    }

    private RealtimeRun Begin(CancellationToken cancellationToken)
    {
        var (offset, heardWith) = (_appended, Settings);
        return new RealtimeRun(
            heardWith, parts, slots.Enter(parts.Project), (result, over) => _turns.TakeAsync(result, offset, heardWith, over),
            cancellationToken);
    }

    /// <summary>Ends hearing: all that was sent is told.</summary>
    private async Task EndRunAsync(CancellationToken cancellationToken)
    {
        if (_run is not { } run) return;
        try
        {
            await run.CompleteAsync();
            await _turns.EndAsync(_appended, Settings, cancellationToken);
        }
        catch (Exception exception) when (
            exception is not (WebSocketException or IOException) && !cancellationToken.IsCancellationRequested)
        {
            await _turns.FailAsync(_appended, describe(exception), cancellationToken);
        }
        finally
        {
            await DropRunAsync();
        }
    }

    private async Task DropRunAsync()
    {
        if (_run is not { } run) return;
        _run = null;
        await run.DisposeAsync();
        (Heard, Tokens) = (Heard + run.Heard, Tokens + run.Tokens);
    }
}
