using Hansard.Engine;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Jobs;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Hearing of sound with the same settings, from its first byte to its end, beside the reading of further events.</summary>
internal sealed class RealtimeRun : IAsyncDisposable
{
    /// <summary>Words that ended longer ago are final: they are told when they are, and never before.</summary>
    private static readonly TimeSpan LongestNonFinal = TimeSpan.FromSeconds(3);

    private readonly SessionSound _sound;
    private readonly CancellationTokenSource _over;
    private readonly ILivePlace _place;

    /// <summary>Begins to hear.</summary>
    /// <param name="settings">How.</param>
    /// <param name="parts">With what.</param>
    /// <param name="place">Among those of live sessions; given back at the end.</param>
    /// <param name="tell">Told what is heard.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public RealtimeRun(
        RealtimeSettings settings, RealtimeParts parts, ILivePlace place, Func<LiveResult, CancellationToken, Task> tell,
        CancellationToken cancellationToken)
    {
        (_place, _sound) = (place, new SessionSound(settings.Format, parts.Longest));
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Ended = HearAsync(settings, parts, tell);
    }

    /// <summary>Completes when all was told, or hearing has failed.</summary>
    public Task Ended { get; }

    /// <summary>The length of the sound that was listened to.</summary>
    public TimeSpan Heard { get; private set; }

    /// <summary>Final tokens so far.</summary>
    public long Tokens { get; private set; }

    /// <summary>Takes sound; waits while what came before is not heard.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            await _sound.WriteAsync(bytes, either.Token);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or ObjectDisposedException && !cancellationToken.IsCancellationRequested)
        {
            // Hearing has ended; whoever waits for the end is told why.
        }
    }

    /// <summary>Ends the sound, and waits until all of it was told.</summary>
    public async Task CompleteAsync()
    {
        try
        {
            await _sound.CompleteAsync(_over.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Hearing has ended already.
        }
        await Ended;
    }

    /// <summary>Stops hearing; what was not told is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task HearAsync(RealtimeSettings settings, RealtimeParts parts, Func<LiveResult, CancellationToken, Task> tell)
    {
        // The constructor returns before anything is told.
        await Task.Yield();
        if (_place.FinalsOnly) await _sound.TellAsync(new LiveInput.Effort(FinalsOnly: true), _over.Token);
        var decoding = _sound.DecodeAsync(_over.Token);
        try
        {
            var results = parts.Transcriber.TranscribeLiveAsync(
                _sound.ReadAsync(_over.Token), settings.Transcription, parts.Terms, settings.Turns?.Endpoints, LongestNonFinal,
                parts.Longest, _over.Token);
            await foreach (var result in results)
            {
                (Heard, Tokens) = (result.ProcessedTo, Tokens + result.Final.Count);
                await tell(result, _over.Token);
            }
            await decoding;
        }
        finally
        {
            await _over.CancelAsync();
            await _sound.DisposeAsync();
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _place.Dispose();
        }
    }
}

/// <summary>Parts with which a session hears.</summary>
/// <param name="Transcriber">Transcribes.</param>
/// <param name="Terms">Terms of the project.</param>
/// <param name="Idle">Time without an event after which the session ends.</param>
/// <param name="Longest">The longest sound of a session.</param>
/// <param name="Project">Id of the project whose session it is.</param>
internal sealed record RealtimeParts(
    ILiveTranscriber Transcriber, IReadOnlyList<string> Terms, TimeSpan Idle, TimeSpan Longest, string Project);
