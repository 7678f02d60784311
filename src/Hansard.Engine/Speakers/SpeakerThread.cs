using System.Collections.Concurrent;
using Hansard.Engine.Diagnostics;

namespace Hansard.Engine.Speakers;

/// <summary>
/// One thread on which all recordings' speakers are told, one after the other, with the help of recognition's threads while those are idle:
/// seconds of work after minutes of recognition, which must not slow recognition down, nor hold up a pool that answers requests.
/// </summary>
internal sealed class SpeakerThread : IDisposable
{
    /// <summary>Time between two signs of life of a recording that waits: that of <c>StageProgress</c>.</summary>
    private static readonly TimeSpan WaitingInterval = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    private readonly ISideBySide _workers;

    /// <summary>Starts the thread, which inherits the niceness of the one that calls.</summary>
    /// <param name="workers">Threads that help; to be disposed of after this.</param>
    public SpeakerThread(ISideBySide workers)
    {
        _workers = workers;
        _thread = new Thread(() =>
        {
            foreach (var work in _work.GetConsumingEnumerable()) work();
        })
        { Name = "Speakers", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs a function when all before it have ended.</summary>
    /// <param name="function">Is given what computes for it side by side, and heeds the token.</param>
    /// <param name="waiting">
    /// Called every second until the function starts: behind other recordings' speakers nothing happens, and yet nothing is stuck.
    /// </param>
    /// <param name="cancellationToken">Also keeps it from starting.</param>
    public async Task<T> RunAsync<T>(Func<ISideBySide, T> function, Action waiting, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(
            () =>
            {
                started.SetResult();
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using (EngineMeter.Stage("speakers")) completion.SetResult(function(_workers));
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    completion.SetCanceled(cancellationToken);
                }
                catch (Exception e)
                {
                    completion.SetException(e);
                }
            },
            cancellationToken);
        while (await Task.WhenAny(started.Task, Task.Delay(WaitingInterval, cancellationToken)).ConfigureAwait(false) != started.Task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            waiting();
        }
        return await completion.Task.ConfigureAwait(false);
    }

    /// <summary>Waits for what was begun.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }
}
