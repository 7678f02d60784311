using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Live;

namespace Hansard.Engine.Pipeline;

/// <summary>
/// Tells the speakers of sound that is still arriving, on a thread of its own beside recognition, and gives words theirs as soon as they
/// are decided.
/// </summary>
/// <remarks>
/// Not on <see cref="Speakers.SpeakerThread"/>: there a recording of hours may stand before it, and words wait 1.5 s of sound at most.
/// </remarks>
internal sealed class LiveSpeakers : IAsyncDisposable
{
    /// <summary>Blocks of sound that wait for the tracker, 16 s of the pipeline's: a tracker slower than the sound holds it up.</summary>
    private const int WaitingBlocks = 64;

    /// <summary>Passages that wait for their speakers.</summary>
    private const int WaitingPassages = 16;

    private readonly ISpeakerTracker _tracker;
    private readonly Channel<float[]> _sound = Channel.CreateBounded<float[]>(WaitingBlocks);
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

    /// <summary>
    /// The sound is followed while somebody reads it from the reader that this gives, which owns the one that it listens to.
    /// </summary>
    public IAudioReader Listen(IAudioReader audio) => new Listener(audio, this);

    /// <summary>Gives the words of passages their speakers, passage after passage.</summary>
    /// <param name="passages">What was recognised. Read while earlier ones wait, as the sound that decides them is read by it.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    public async IAsyncEnumerable<RecognisedSpeech> AttributeAsync(
        IAsyncEnumerable<RecognisedSpeech> passages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = Channel.CreateBounded<RecognisedSpeech>(WaitingPassages);
        var reading = ReadAsync(passages, waiting.Writer, stop.Token);
        try
        {
            await foreach (var passage in waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return await AttributeAsync(passage, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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

    private static async Task ReadAsync(
        IAsyncEnumerable<RecognisedSpeech> passages, ChannelWriter<RecognisedSpeech> waiting, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var passage in passages.WithCancellation(cancellationToken).ConfigureAwait(false))
                await waiting.WriteAsync(passage, cancellationToken).ConfigureAwait(false);
            waiting.Complete();
        }
        catch (Exception e)
        {
            // Thrown where the passages are read.
            waiting.Complete(e);
        }
    }

    private async Task<RecognisedSpeech> AttributeAsync(RecognisedSpeech passage, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task progress;
            lock (_gate)
            {
                if (_tracker.SpeakersOf(passage.Words) is { } speakers)
                    return passage with { Words = [.. passage.Words.Zip(speakers, (word, speaker) => word with { Speaker = speaker })] };
                if (_following.IsFaulted) _following.GetAwaiter().GetResult();
                progress = _progress.Task;
            }
            // No more sound comes: whoever sends it pauses, and the words are not to wait for him.
            if (!await ProgressesAsync(progress, cancellationToken).ConfigureAwait(false) && _sound.Reader.Count == 0) DecideNow();
        }
    }

    private static async Task<bool> ProgressesAsync(Task progress, CancellationToken cancellationToken)
    {
        try
        {
            await progress.WaitAsync(ISpeakerTracker.Delay, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // An empty block: the thread that follows the sound decides.
    private void DecideNow() => _sound.Writer.TryWrite([]);

    private void Follow()
    {
        try
        {
            foreach (var block in _sound.Reader.ReadAllAsync(_stop.Token).ToBlockingEnumerable(_stop.Token))
            {
                lock (_gate)
                {
                    if (block.Length == 0) _tracker.Decide();
                    else _tracker.Append(block, _stop.Token);
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

    private sealed class Listener(IAudioReader audio, LiveSpeakers speakers) : IAudioReader
    {
        public TimeSpan? StatedDuration => audio.StatedDuration;

        public IReadOnlyList<string> Warnings => audio.Warnings;

        public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
        {
            var count = await audio.ReadAsync(samples, cancellationToken).ConfigureAwait(false);
            if (count > 0) await speakers._sound.Writer.WriteAsync(samples[..count].ToArray(), cancellationToken).ConfigureAwait(false);
            if (count < samples.Length) speakers._sound.Writer.TryComplete();
            return count;
        }

        public ValueTask DisposeAsync() => audio.DisposeAsync();
    }
}
