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
    private readonly Recogniser?[] _running;
    private bool _stopped;

    /// <summary>Starts the threads, which inherit the niceness of the one that calls.</summary>
    /// <param name="count">At least 1.</param>
    public RecognitionThreads(int count)
    {
        _running = new Recogniser?[count];
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => Run(i)) { Name = $"Recogniser {i}", IsBackground = true })];
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

    private void Run(int thread)
    {
        while (Take(thread) is { } work)
        {
            work();
            lock (_gate)
            {
                _running[thread] = null;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits for work; null once these threads have ended.</summary>
    private Action? Take(int thread)
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                while (_pending.First is { } node)
                {
                    _pending.RemoveFirst();
                    if (node.Value.CancellationToken.IsCancellationRequested)
                    {
                        node.Value.Cancel();
                        continue;
                    }
                    _running[thread] = node.Value.Owner;
                    if (node.Value is not WindowWork window) return node.Value.Process;
                    var group = Group(window);
                    return () => WindowWork.Process(group);
                }
                if (_idle.First is { } idle)
                {
                    _idle.RemoveFirst();
                    return idle.Value;
                }
                Monitor.Wait(_gate);
            }
            return null;
        }
    }

    /// <summary>
    /// Takes the windows that are recognised with one: others that wait, as many as its model likes, but no more than its share of what
    /// waits for all threads.
    /// </summary>
    private List<WindowWork> Group(WindowWork first)
    {
        List<WindowWork> group = [first];
        var fellows = _pending.OfType<WindowWork>()
            .Where(work => first.GoesWith(work) && !work.CancellationToken.IsCancellationRequested).ToList();
        var share = (fellows.Count + Count) / Count;
        foreach (var work in fellows.Take(Math.Min(share, first.Owner.Model.GroupSize) - 1))
        {
            _pending.Remove(work);
            group.Add(work);
        }
        return group;
    }
}
