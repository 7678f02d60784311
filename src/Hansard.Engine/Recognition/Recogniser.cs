namespace Hansard.Engine.Recognition;

/// <summary>
/// Recognises windows of any number of concurrent callers on a fixed number of threads, and decodes several windows together.
/// </summary>
/// <remarks>
/// First come, first served; a window that waits may be taken along by an earlier one that it fits. What is decoded together is bounded, because
/// every window holds its cross keys and values, and every row those of its tokens.
/// </remarks>
internal sealed class Recogniser : IDisposable
{
    /// <summary>Hypotheses of a window at most.</summary>
    public const int MaximumBeam = 10;

    /// <summary>Rows decoded together by one thread.</summary>
    public const int RowBudget = 20;

    /// <summary>Windows decoded together by one thread.</summary>
    public const int WindowBudget = 8;

    /// <summary>
    /// Audio decoded together by one thread, in seconds, where the decoder does not mix lengths: then a window holds its keys and values (37 MB
    /// at 30 s) twice.
    /// </summary>
    private const double SecondsBudget = 26;

    /// <summary>Where it does not, windows are decoded at the length of the longest of them; one shorter than this share of it waits for another.</summary>
    private const double LikeLength = 0.8;

    private readonly WindowRecogniser _recogniser;
    private readonly bool _mixesLengths;
    private readonly Thread[] _threads;
    private readonly LinkedList<Work> _pending = [];
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _available = new(0);
    private volatile bool _stopped;

    /// <param name="model">Not owned.</param>
    /// <param name="threads">At least 1.</param>
    public Recogniser(WhisperModel model, int threads)
    {
        _recogniser = new WindowRecogniser(model);
        _mixesLengths = model.Decoder.MixesLengths;
        _threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Run) { Name = $"Recogniser {i}", IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Threads that compute.</summary>
    public int Threads => _threads.Length;

    /// <summary>Probabilities of the languages of a stretch of speech, the likeliest first.</summary>
    /// <param name="speech">16 kHz mono.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    /// <param name="cancellationToken">Withdraws the request.</param>
    public Task<IReadOnlyList<(string Language, double Probability)>> IdentifyAsync(
        ReadOnlyMemory<float> speech, IReadOnlyCollection<string>? among, CancellationToken cancellationToken)
        => Enqueue(new Identification(speech, among, cancellationToken));

    /// <summary>Recognises a window.</summary>
    public Task<RecognisedWindow> RecogniseAsync(RecognitionRequest request, CancellationToken cancellationToken)
        => Enqueue(new Recognition(request, cancellationToken));

    /// <summary>Lets running windows finish; waiting ones are cancelled.</summary>
    public void Dispose()
    {
        _stopped = true;
        _available.Release(_threads.Length);
        foreach (var thread in _threads) thread.Join();
        foreach (var work in _pending) work.Cancel();
        _available.Dispose();
    }

    private Task<T> Enqueue<T>(Work<T> work)
    {
        ObjectDisposedException.ThrowIf(_stopped, this);
        lock (_gate) _pending.AddLast(work);
        _available.Release();
        return work.Completion.Task;
    }

    private void Run()
    {
        while (true)
        {
            _available.Wait();
            if (_stopped) return;
            var batch = Take();
            // A window that was taken along has left its permit behind.
            if (batch.Count == 0) continue;
            try
            {
                Process(batch);
            }
            catch (Exception e)
            {
                foreach (var work in batch) work.Fail(e);
            }
        }
    }

    private List<Work> Take()
    {
        lock (_gate)
        {
            List<Work> batch = [];
            while (_pending.First is { } node && batch.Count == 0)
            {
                _pending.RemoveFirst();
                if (node.Value.CancellationToken.IsCancellationRequested) node.Value.Cancel();
                else batch.Add(node.Value);
            }
            if (batch.Count == 0 || batch[0] is not Recognition first) return batch;
            var (rows, seconds) = (first.Request.BeamSize, first.Request.Seconds);
            for (var node = _pending.First; node is not null && batch.Count < WindowBudget;)
            {
                var next = node.Next;
                if (node.Value is Recognition other && rows + other.Request.BeamSize <= RowBudget
                    && (_mixesLengths || seconds + other.Request.Seconds <= SecondsBudget) && Fits(first.Request, other.Request))
                {
                    rows += other.Request.BeamSize;
                    seconds += other.Request.Seconds;
                    batch.Add(other);
                    _pending.Remove(node);
                }
                node = next;
            }
            return batch;
        }
    }

    private bool Fits(RecognitionRequest first, RecognitionRequest other)
        => other.Previous.Count == first.Previous.Count
        && other.PredictTimestamps == first.PredictTimestamps
        && (_mixesLengths || Math.Min(first.Seconds, other.Seconds) >= LikeLength * Math.Max(first.Seconds, other.Seconds));

    private void Process(List<Work> batch)
    {
        if (batch[0] is Identification identification)
        {
            identification.Completion.SetResult(_recogniser.Identify(identification.Speech.Span, identification.Among));
            return;
        }
        Recognition[] windows = [.. batch.Cast<Recognition>()];
        var results = _recogniser.Recognise([.. windows.Select(w => w.Request)], [.. windows.Select(w => w.CancellationToken)]);
        for (var i = 0; i < windows.Length; i++) windows[i].Completion.SetResult(results[i]);
    }

    private abstract class Work(CancellationToken cancellationToken)
    {
        public CancellationToken CancellationToken => cancellationToken;

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
        public ReadOnlyMemory<float> Speech => speech;

        public IReadOnlyCollection<string>? Among => among;
    }

    private sealed class Recognition(RecognitionRequest request, CancellationToken cancellationToken) : Work<RecognisedWindow>(cancellationToken)
    {
        public RecognitionRequest Request => request;
    }
}
