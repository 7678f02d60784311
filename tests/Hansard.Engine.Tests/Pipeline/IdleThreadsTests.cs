using System.Collections.Concurrent;
using Hansard.Engine.Pipeline;
using Hansard.Engine.Recognition;

namespace Hansard.Engine.Tests.Pipeline;

public sealed class IdleThreadsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_part_is_computed_once_and_idle_threads_help()
    {
        using var threads = new RecognitionThreads(3);
        ConcurrentBag<int> done = [];
        ConcurrentDictionary<int, bool> workers = [];
        ConcurrentBag<int> atOnce = [];
        var running = 0;
        // The first two parts wait for each other: one thread alone would never end.
        using var both = new Barrier(2);
        new IdleThreads(threads).ForEach(
            50,
            i =>
            {
                if (i < 2) Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(60), Cancellation));
                atOnce.Add(Interlocked.Increment(ref running));
                workers[Environment.CurrentManagedThreadId] = true;
                done.Add(i);
                Interlocked.Decrement(ref running);
            },
            Cancellation);
        Assert.Equal(Enumerable.Range(0, 50), done.Order());
        // Any of the three threads may take an offer, one after another: with the one that calls four, never more than three at once.
        Assert.InRange(workers.Count, 2, 4);
        Assert.InRange(atOnce.Max(), 1, 3);
    }

    [Fact]
    public void A_part_that_fails_fails_the_whole_and_leaves_no_part_running()
    {
        using var threads = new RecognitionThreads(2);
        var running = 0;
        Assert.Throws<InvalidDataException>(() => new IdleThreads(threads).ForEach(
            20,
            i =>
            {
                Interlocked.Increment(ref running);
                try
                {
                    if (i == 3) throw new InvalidDataException("part 3");
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            },
            Cancellation));
        Assert.Equal(0, running);
    }

    [Fact]
    public void No_part_is_begun_after_cancellation()
    {
        using var threads = new RecognitionThreads(2);
        using var stop = new CancellationTokenSource();
        var begun = 0;
        Assert.Throws<OperationCanceledException>(() => new IdleThreads(threads).ForEach(
            1000,
            _ =>
            {
                if (Interlocked.Increment(ref begun) == 5) stop.Cancel();
            },
            stop.Token));
        Assert.InRange(begun, 5, 7);
    }
}
