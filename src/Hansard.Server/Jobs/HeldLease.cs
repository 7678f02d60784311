namespace Hansard.Server.Jobs;

/// <summary>A lease that is renewed until this is disposed of, and the token that stops the work under it.</summary>
internal sealed class HeldLease(CancellationToken abort) : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(abort);

    /// <summary>Cancelled when the work must stop.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Why it must.</summary>
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
        await _cancellation.CancelAsync();
        await Renewal;
        _cancellation.Dispose();
    }
}
