namespace Hansard.Engine.Recognition;

/// <summary>A fixed number of threads that recognise for any number of models. First come, first served.</summary>
/// <remarks>Shared by all models of a process, so that a second model takes no more of the processor than was given.</remarks>
internal sealed class RecognitionThreads : IDisposable
{
    private readonly Thread[] _threads;
    private readonly LinkedList<RecognitionWork> _pending = [];

    // Taken while nothing is pending.
    private readonly LinkedList<Action> _idle = [];

    // A monitor, as closing a recogniser waits for what runs.
    private readonly object _gate = new();
    private readonly List<Recogniser> _running = [];

    // Threads that have nothing to do.
    private int _waiting;
    private bool _stopped;

    /// <summary>Starts the threads, which inherit the niceness of the one that calls.</summary>
    /// <param name="count">At least 1.</param>
    public RecognitionThreads(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(Run) { Name = $"Recogniser {i}", IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Number of threads.</summary>
    public int Count => _threads.Length;

    /// <summary>Takes work.</summary>
    /// <exception cref="ObjectDisposedException">These threads, or the recogniser that hands it in, have ended.</exception>
    public void Enqueue(RecognitionWork work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            ObjectDisposedException.ThrowIf(work.Owner.IsClosed, work.Owner);
            _pending.AddLast(work);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Offers work that a thread takes while nothing waits to be recognised.</summary>
    /// <param name="work">Short, as what comes meanwhile waits for it; throws nothing.</param>
    /// <returns>What <see cref="Withdraw"/> takes.</returns>
    public LinkedListNode<Action> Offer(Action work)
    {
        lock (_gate)
        {
            var offer = _idle.AddLast(work);
            Monitor.PulseAll(_gate);
            return offer;
        }
    }

    /// <summary>Takes back work that no thread has taken.</summary>
    /// <param name="offer">Of <see cref="Offer"/>.</param>
    public void Withdraw(LinkedListNode<Action> offer)
    {
        lock (_gate)
        {
            if (offer.List == _idle) _idle.Remove(offer);
        }
    }

    /// <summary>Cancels what a recogniser has waiting, takes no more of it, and returns when nothing of it runs.</summary>
    public void Close(Recogniser owner)
    {
        lock (_gate)
        {
            owner.IsClosed = true;
            for (var node = _pending.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Owner == owner)
                {
                    _pending.Remove(node);
                    node.Value.Cancel();
                }
                node = next;
            }
            while (_running.Contains(owner)) Monitor.Wait(_gate);
        }
    }

    /// <summary>Lets running work finish; what waits is cancelled.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var work in _pending) work.Cancel();
            _pending.Clear();
            Monitor.PulseAll(_gate);
        }
        foreach (var thread in _threads) thread.Join();
    }

    private void Run()
    {
        while (Take() is { } work) work();
    }

    /// <summary>Waits for work; null once these threads have ended.</summary>
    private Action? Take()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                SkipWithdrawn();
                if (_pending.First is { } node)
                {
                    var work = Begin(node);
                    return () => Run(work, work is WindowWork window ? () => window.Process(() => Fellow(window)) : work.Process);
                }
                if (_idle.First is { } idle)
                {
                    _idle.RemoveFirst();
                    return idle.Value;
                }
                _waiting++;
                Monitor.Wait(_gate);
                _waiting--;
            }
            return null;
        }
    }

    private void Run(RecognitionWork work, Action process)
    {
        process();
        lock (_gate)
        {
            _running.Remove(work.Owner);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// The next window that is recognised with one that a thread has begun. What waits before it and is no window, which is short, is done
    /// first; a window that does not go with the first ends the group, so that whoever comes first is served first.
    /// </summary>
    /// <returns>Null if there is none, or another thread is free to begin with it.</returns>
    private WindowWork? Fellow(WindowWork first)
    {
        while (true)
        {
            RecognitionWork work;
            lock (_gate)
            {
                SkipWithdrawn();
                if (_stopped || _waiting > 0 || _pending.First is not { } node) return null;
                if (node.Value is WindowWork window)
                {
                    if (!first.GoesWith(window)) return null;
                    // As long as the first is under way, its owner is told to run.
                    _pending.Remove(node);
                    return window;
                }
                work = Begin(node);
            }
            Run(work, work.Process);
        }
    }

    private void SkipWithdrawn()
    {
        while (_pending.First is { Value.CancellationToken.IsCancellationRequested: true } node)
        {
            _pending.RemoveFirst();
            node.Value.Cancel();
        }
    }

    private RecognitionWork Begin(LinkedListNode<RecognitionWork> node)
    {
        _pending.Remove(node);
        _running.Add(node.Value.Owner);
        return node.Value;
    }
}
