using System.Runtime.ExceptionServices;
using Hansard.Engine.Recognition;
using Hansard.Engine.Speakers;

namespace Hansard.Engine.Pipeline;

/// <summary>
/// Runs parts of a computation on the thread that calls, and on recognition's threads while nothing waits to be recognised.
/// </summary>
/// <remarks>A thread of recognition takes one part at a time, 40 ms, and looks for words to recognise before it takes another.</remarks>
/// <param name="threads">Recognition's.</param>
internal sealed class IdleThreads(RecognitionThreads threads) : ISideBySide
{
    /// <inheritdoc />
    public void ForEach(int count, Action<int> body, CancellationToken cancellationToken)
        => new Parts(threads, count, body, cancellationToken).Run();

    private sealed class Parts(RecognitionThreads threads, int count, Action<int> body, CancellationToken cancellationToken)
    {
        private readonly object _gate = new();
        private readonly LinkedListNode<Action>?[] _offers = new LinkedListNode<Action>?[Math.Max(0, Math.Min(threads.Count, count) - 1)];
        private int _next;
        private int _helping;
        private Exception? _failure;

        public void Run()
        {
            for (var helper = 0; helper < _offers.Length; helper++) Offer(helper);
            try
            {
                while (!cancellationToken.IsCancellationRequested && Take() is { } index) body(index);
            }
            finally
            {
                lock (_gate)
                {
                    _next = count;
                    foreach (var offer in _offers) if (offer is not null) threads.Withdraw(offer);
                    while (_helping > 0) Monitor.Wait(_gate);
                }
            }
            cancellationToken.ThrowIfCancellationRequested();
            if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
        }

        private int? Take()
        {
            lock (_gate) return _failure is null && _next < count ? _next++ : null;
        }

        private void Offer(int helper)
        {
            lock (_gate)
            {
                if (_next < count) _offers[helper] = threads.Offer(() => Help(helper));
            }
        }

        private void Help(int helper)
        {
            int index;
            lock (_gate)
            {
                if (_failure is not null || _next >= count || cancellationToken.IsCancellationRequested) return;
                index = _next++;
                _helping++;
            }
            try
            {
                body(index);
            }
            catch (Exception e)
            {
                lock (_gate) _failure ??= e;
            }
            Offer(helper);
            lock (_gate)
            {
                _helping--;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
