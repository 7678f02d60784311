using Hansard.Engine.Recognition.Whisper;

namespace Hansard.Engine.Recognition;

/// <summary>Recognises windows of any number of concurrent callers on a fixed number of threads.</summary>
/// <remarks>
/// First come, first served. Windows are decoded together only as their caller hands them in, never with another caller's or as they happen to
/// wait: the quantised networks scale their activations over all rows of a step, so a window's last digits, and now and then a word, depend
/// on its company, and the same recording must give the same text every time.
/// </remarks>
internal sealed class Recogniser : IDisposable
{
    /// <summary>Hypotheses of a window at most.</summary>
    public const int MaximumBeam = 10;

    private readonly WindowRecogniser _recogniser;
    private readonly Thread[] _threads;
    private readonly LinkedList<Work> _pending = [];
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _available = new(0);

    // Written under the gate, so that nothing is added to what Dispose has emptied.
    private volatile bool _stopped;

    /// <param name="model">Not owned.</param>
    /// <param name="threads">At least 1.</param>
    public Recogniser(WhisperModel model, int threads)
    {
        _recogniser = new WindowRecogniser(model);
        MixesLengths = model.Decoder.MixesLengths;
        _threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Run) { Name = $"Recogniser {i}", IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Threads that compute.</summary>
    public int Threads => _threads.Length;

    /// <summary>Whether windows of different lengths gain by being decoded together.</summary>
    public bool MixesLengths { get; }

    /// <summary>Probabilities of the languages of a stretch of speech, the likeliest first.</summary>
    /// <param name="speech">16 kHz mono.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    /// <param name="cancellationToken">Withdraws the request.</param>
    public Task<IReadOnlyList<(string Language, double Probability)>> IdentifyAsync(
        ReadOnlyMemory<float> speech, IReadOnlyCollection<string>? among, CancellationToken cancellationToken)
        => Enqueue(new Identification(speech, among, cancellationToken));

    /// <summary>Recognises a window by itself.</summary>
    public async Task<RecognisedWindow> RecogniseAsync(RecognitionRequest request, CancellationToken cancellationToken)
        => (await RecogniseAsync([request], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Recognises windows together, with the same settings.</summary>
    /// <exception cref="ObjectDisposedException">This recogniser has been disposed of.</exception>
    public Task<IReadOnlyList<RecognisedWindow>> RecogniseAsync(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        => Enqueue(new Recognition(requests, cancellationToken));

    /// <summary>Lets running windows finish; waiting ones are cancelled.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped) return;
            _stopped = true;
            _available.Release(_threads.Length);
            foreach (var work in _pending) work.Cancel();
            _pending.Clear();
        }
        foreach (var thread in _threads) thread.Join();
        _available.Dispose();
    }

    private Task<T> Enqueue<T>(Work<T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            _pending.AddLast(work);
            _available.Release();
        }
        return work.Completion.Task;
    }

    private void Run()
    {
        while (true)
        {
            _available.Wait();
            if (_stopped) return;
            if (Take() is not { } work) continue;
            try
            {
                work.Process(_recogniser);
            }
            catch (Exception e)
            {
                work.Fail(e);
            }
        }
    }

    private Work? Take()
    {
        lock (_gate)
        {
            while (_pending.First is { } node)
            {
                _pending.RemoveFirst();
                if (!node.Value.CancellationToken.IsCancellationRequested) return node.Value;
                node.Value.Cancel();
            }
            return null;
        }
    }

    private abstract class Work(CancellationToken cancellationToken)
    {
        public CancellationToken CancellationToken => cancellationToken;

        public abstract void Process(WindowRecogniser recogniser);

        public abstract void Fail(Exception exception);

        public abstract void Cancel();
    }

    private abstract class Work<T>(CancellationToken cancellationToken) : Work(cancellationToken)
    {
        public TaskCompletionSource<T> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Fail(Exception exception)
        {
            if (exception is OperationCanceledException && CancellationToken.IsCancellationRequested) Cancel();
            else Completion.TrySetException(exception);
        }

        public override void Cancel() => Completion.TrySetCanceled(CancellationToken.IsCancellationRequested ? CancellationToken : new CancellationToken(true));
    }

    private sealed class Identification(ReadOnlyMemory<float> speech, IReadOnlyCollection<string>? among, CancellationToken cancellationToken)
        : Work<IReadOnlyList<(string Language, double Probability)>>(cancellationToken)
    {
        public override void Process(WindowRecogniser recogniser) => Completion.SetResult(recogniser.Identify(speech.Span, among));
    }

    private sealed class Recognition(IReadOnlyList<RecognitionRequest> requests, CancellationToken cancellationToken)
        : Work<IReadOnlyList<RecognisedWindow>>(cancellationToken)
    {
        public override void Process(WindowRecogniser recogniser) => Completion.SetResult(recogniser.Recognise(requests, CancellationToken));
    }
}
