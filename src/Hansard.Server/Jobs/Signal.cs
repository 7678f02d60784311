namespace Hansard.Server.Jobs;

/// <summary>Wakes waiters in this process at once, so that nothing needs to poll for it.</summary>
/// <remarks>
/// A set that comes before a wait is not lost. Whoever waits looks at the database afterwards, so one wake-up too many does no harm.
/// </remarks>
internal abstract class Signal
{
    /// <summary>Pause of a loop after a fault: one that lasts, such as a full disk, must fill neither the log nor a processor.</summary>
    public static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private volatile TaskCompletionSource _source = New();

    /// <summary>Completes at the next <see cref="Set"/>. Take it before looking whether there is work.</summary>
    public Task Next => _source.Task;

    /// <summary>Wakes everyone who waits.</summary>
    public void Set() => Interlocked.Exchange(ref _source, New()).TrySetResult();

    /// <summary>Waits for a task taken from <see cref="Next"/>, or for the given time.</summary>
    public static async Task WaitAsync(Task next, TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(longest, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Time to look again.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Set when a job may have become ready to start.</summary>
internal sealed class JobSignal : Signal;

/// <summary>
/// Set when a job that somebody works on has been cancelled or deleted: whoever has a lease is to look whether it still holds.
/// </summary>
internal sealed class WithdrawalSignal : Signal;

/// <summary>Set when a job that somebody may wait for has come further, has ended, or is queued again.</summary>
internal sealed class ProgressSignal : Signal;

/// <summary>Set when a webhook has been added to the outbox.</summary>
internal sealed class WebhookSignal : Signal;
