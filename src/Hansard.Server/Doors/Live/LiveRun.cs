using System.Net.WebSockets;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.Live;

/// <summary>A session from its first message to its end: what comes is decoded, transcribed and answered, side by side.</summary>
/// <param name="socket">The client.</param>
/// <param name="start">Its first message.</param>
/// <param name="transcriber">Transcribes.</param>
/// <param name="terms">Terms of the project.</param>
/// <param name="presence">The session's place among those that transcribe.</param>
/// <param name="limits">Bounds.</param>
/// <param name="clock">Measures them.</param>
internal sealed class LiveRun(
    LiveSocket socket, LiveStart start, ILiveTranscriber transcriber, IReadOnlyList<string> terms, LivePresence presence,
    LiveLimits limits, TimeProvider clock)
{
    /// <summary>The answers so far.</summary>
    public LiveAnswer Answer { get; } = new(start);

    /// <summary>Runs to the end of the sound. What was said before a fault has been told when this throws.</summary>
    /// <param name="stopping">The server stops: what was said so far is told, and the session ends.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="Contract.ApiException">The client did something wrong, or the server stops.</exception>
    public async Task RunAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var expired = new CancellationTokenSource();
        if (limits.Session is { } longest) expired.CancelAfter(longest);
        using var receiving = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stopping, expired.Token);
        await using var sound = new SessionSound(start.Format, limits.Longest);
        var decoding = sound.DecodeAsync(over.Token);
        var received = ReceiveAsync(sound, receiving.Token);
        try
        {
            await AnswerAsync(sound, over.Token);
            // The results have ended, as the sound has: by its end, a fault, or the client's leaving.
            try
            {
                await decoding;
            }
            catch when (received.IsFaulted)
            {
                // What the client did wrong first.
            }
            var isWhole = await received;
            if (stopping.IsCancellationRequested) throw LiveErrors.Stopping();
            if (!isWhole && expired.IsCancellationRequested) throw LiveErrors.SessionExpired(limits.Session!.Value);
        }
        finally
        {
            await over.CancelAsync();
            await sound.DisposeAsync();
            await ((Task)received).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(SessionSound sound, CancellationToken cancellationToken)
    {
        var results = transcriber.TranscribeLiveAsync(
            sound.ReadAsync(cancellationToken), start.Request, terms, start.Endpoints, start.LongestNonFinal, limits.Longest,
            cancellationToken);
        var isThere = true;
        await foreach (var result in results)
        {
            presence.Note();
            var message = Answer.Of(result);
            if (!isThere) continue;
            try
            {
                await socket.SendAsync(message, cancellationToken);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException or InvalidOperationException)
            {
                // The client has gone, most often right after its last message: what it said counts all the same.
                isThere = false;
            }
        }
    }

    // Whatever ends the receiving ends the sound, so that what came before it is answered. False: it was cut off.
    private async Task<bool> ReceiveAsync(SessionSound sound, CancellationToken cancellationToken)
    {
        try
        {
            await new LiveReceiver(socket, sound, presence, limits, clock).RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException
            || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // The client has gone, or the server stops.
            await sound.CompleteAsync(CancellationToken.None);
            return false;
        }
        catch
        {
            sound.Abandon();
            throw;
        }
        await sound.CompleteAsync(CancellationToken.None);
        return true;
    }
}

/// <summary>Bounds of a session.</summary>
/// <param name="Idle">Time without a message after which it ends.</param>
/// <param name="Pause">Time without sound after which an utterance is over; null: nobody asks.</param>
/// <param name="Longest">The longest sound.</param>
internal sealed record LiveLimits(TimeSpan Idle, TimeSpan? Pause, TimeSpan Longest)
{
    /// <summary>The longest time from the first message on; null: not limited.</summary>
    public TimeSpan? Session { get; init; }
}
