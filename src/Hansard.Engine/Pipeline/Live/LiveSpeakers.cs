using System.Threading.Channels;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>
/// Tells the speakers of sound that is still arriving, on a thread of its own beside recognition.
/// </summary>
/// <remarks>
/// Not on <see cref="Speakers.SpeakerThread"/>: there a recording of hours may stand before it, and words wait 1.5 s of sound at most.
/// </remarks>
internal sealed class LiveSpeakers : IAsyncDisposable
{
    /// <summary>Pieces of sound that wait for the tracker: one slower than the sound holds it up.</summary>
    private const int WaitingPieces = 64;

    private readonly ISpeakerTracker _tracker;
    private readonly Channel<ReadOnlyMemory<float>> _sound = Channel.CreateBounded<ReadOnlyMemory<float>>(WaitingPieces);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private readonly Task _following;
    private TaskCompletionSource _progress = NewProgress();

    /// <summary>Starts the thread.</summary>
    /// <param name="tracker">Tells speakers; owned from here on.</param>
    public LiveSpeakers(ISpeakerTracker tracker)
    {
        _tracker = tracker;
        _following = Task.Factory.StartNew(Follow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // Whoever waits looks again, also where following has failed.
        _following.ContinueWith(_ => Progressed(), TaskScheduler.Default);
    }

    /// <summary>Completes when more is known than now.</summary>
    public Task Progress
    {
        get
        {
            lock (_gate) return _progress.Task;
        }
    }

    /// <summary>Takes sound that has arrived.</summary>
    /// <exception cref="ChannelClosedException">Following has failed: the inner exception tells why.</exception>
    public ValueTask HearAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken)
        => samples.IsEmpty ? ValueTask.CompletedTask : _sound.Writer.WriteAsync(samples, cancellationToken);

    /// <summary>Has all that was heard decided, for words that cannot wait for more. Waits as <see cref="HearAsync"/> does.</summary>
    public async ValueTask DecideAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _sound.Writer.WriteAsync(ReadOnlyMemory<float>.Empty, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The sound is complete, so that all of it is decided; or following has failed, and whoever asks for words is told why.
        }
    }

    /// <summary>Ends the sound: all of it is decided soon.</summary>
    public void Complete() => _sound.Writer.TryComplete();

    /// <summary>The words with their speakers; null as long as the last of them is not decided.</summary>
    public IReadOnlyList<RecognisedWord>? Attribute(IReadOnlyList<RecognisedWord> words)
    {
        lock (_gate)
        {
            if (_tracker.SpeakersOf(words) is { } speakers)
                return [.. words.Zip(speakers, (word, speaker) => word with { Speaker = speaker })];
        }
        if (_following.IsFaulted) _following.GetAwaiter().GetResult();
        return null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _sound.Writer.TryComplete();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _tracker.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewProgress() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Follow()
    {
        try
        {
            foreach (var piece in _sound.Reader.ReadAllAsync(_stop.Token).ToBlockingEnumerable(_stop.Token))
            {
                lock (_gate)
                {
                    if (piece.IsEmpty) _tracker.Decide();
                    else _tracker.Append(piece.Span, _stop.Token);
                }
                Progressed();
            }
            lock (_gate) _tracker.Complete();
        }
        catch (Exception e)
        {
            // Nobody waits for room any more.
            _sound.Writer.TryComplete(e);
            throw;
        }
    }

    private void Progressed()
    {
        lock (_gate)
        {
            _progress.SetResult();
            _progress = NewProgress();
        }
    }
}
