namespace Hansard.Engine.Recognition;

/// <summary>A window that waits to be recognised, together with others of its model that wait.</summary>
/// <param name="owner">The recogniser that handed it in.</param>
/// <param name="request">The window.</param>
/// <param name="cancellationToken">Withdraws it.</param>
internal sealed class WindowWork(Recogniser owner, RecognitionRequest request, CancellationToken cancellationToken)
    : RecognitionWork(owner, cancellationToken), IPendingWindow
{
    private readonly TaskCompletionSource<RecognisedWindow> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the window.</summary>
    public Task<RecognisedWindow> Result => _completion.Task;

    /// <inheritdoc />
    public RecognitionRequest Request => request;

    // A guess at somebody's speech while it goes on waits for nobody else's window.
    private bool IsPatient => request is { HasFallback: true, Prefix.Count: 0 };

    /// <summary>Determines whether another window may be recognised together with this one.</summary>
    public bool GoesWith(WindowWork other) => Owner == other.Owner && IsPatient && other.IsPatient;

    /// <inheritdoc />
    public override void Process() => Process(() => null);

    /// <summary>Recognises this window and others together, and completes each of them whatever happens.</summary>
    /// <param name="next">Gives another that goes with it; null if none is to join now.</param>
    public void Process(Func<WindowWork?> next)
    {
        List<WindowWork> taken = [];
        try
        {
            Owner.Model.Recognise(Next);
            Settle(new InvalidOperationException("The model has not recognised this window."));
        }
        catch (Exception e)
        {
            Settle(e);
        }

        WindowWork? Next()
        {
            var window = taken.Count == 0 ? this : next();
            if (window is not null) taken.Add(window);
            return window;
        }

        void Settle(Exception fault)
        {
            WindowWork[] left = [.. taken.Where(window => !window._completion.Task.IsCompleted)];
            foreach (var window in left)
            {
                if (window.CancellationToken.IsCancellationRequested) window.Cancel();
                else if (taken.Count == 1) window._completion.TrySetException(fault);
                // Whose fault it was, the others do not bear.
                else window.Process();
            }
        }
    }

    /// <inheritdoc />
    public void Complete(RecognisedWindow window) => _completion.TrySetResult(window);

    /// <inheritdoc />
    public override void Cancel()
        => _completion.TrySetCanceled(CancellationToken.IsCancellationRequested ? CancellationToken : new CancellationToken(true));
}
