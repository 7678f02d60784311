namespace Hansard.Server.Jobs;

/// <summary>A lease that is renewed until this is disposed of, and the token that stops the work under it.</summary>
/// <param name="released">Run when the lease is not held any more.</param>
/// <param name="abort">The server must stop now.</param>
internal sealed class HeldLease(Action released, CancellationToken abort) : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(abort);

    /// <summary>Cancelled when the work must stop.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>The reason for which the work must stop.</summary>
    public StopReason Reason { get; private set; }

    /// <summary>Renews the lease; ends with the token.</summary>
    public Task Renewal { private get; set; } = Task.CompletedTask;

    /// <summary>Stops the work.</summary>
    public Task StopAsync(StopReason reason)
    {
        Reason = reason;
        return _cancellation.CancelAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _cancellation.CancelAsync();
            await Renewal;
        }
        finally
        {
            released();
            _cancellation.Dispose();
        }
    }
}

/// <summary>Reasons for which work on a job is stopped before it is done.</summary>
internal enum StopReason
{
    /// <summary>The server stops.</summary>
    Shutdown,

    /// <summary>The lease ran out, or the job was cancelled or deleted.</summary>
    LeaseLost,

    /// <summary>Nothing has been reported for too long.</summary>
    Stalled,
}
