namespace Hansard.Engine.Recognition;

/// <summary>A window that waits to be recognised, together with others of its model that wait.</summary>
/// <param name="owner">The recogniser that handed it in.</param>
/// <param name="request">The window.</param>
/// <param name="cancellationToken">Withdraws it.</param>
internal sealed class WindowWork(Recogniser owner, RecognitionRequest request, CancellationToken cancellationToken)
    : RecognitionWork(owner, cancellationToken)
{
    private readonly TaskCompletionSource<RecognisedWindow> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the window.</summary>
    public Task<RecognisedWindow> Result => _completion.Task;

    /// <summary>Determines whether another window may be recognised together with this one.</summary>
    public bool GoesWith(WindowWork other) => Owner == other.Owner && IsPatient && other.IsPatient
        && Request.PredictTimestamps == other.Request.PredictTimestamps;

    /// <inheritdoc />
    public override void Process() => Process([this]);

    /// <summary>Recognises windows together, and completes each of them whatever happens.</summary>
    /// <param name="group">Of one model.</param>
    public static void Process(IReadOnlyList<WindowWork> group)
    {
        try
        {
            using var nobody = new CancellationTokenSource();
            var left = group.Count;
            List<CancellationTokenRegistration> registrations = [];
            try
            {
                // What one of several callers does not want any more is finished for the others.
                registrations.AddRange(group.Select(work => work.CancellationToken.Register(() =>
                {
                    if (Interlocked.Decrement(ref left) == 0) nobody.Cancel();
                })));
                var windows = group[0].Owner.Model.Recognise([.. group.Select(work => work.Request)], nobody.Token);
                for (var i = 0; i < windows.Count; i++) group[i]._completion.TrySetResult(windows[i]);
            }
            finally
            {
                // Waits for a callback that runs, which uses the source.
                foreach (var registration in registrations) registration.Dispose();
            }
        }
        catch (OperationCanceledException) when (group.All(work => work.CancellationToken.IsCancellationRequested))
        {
            foreach (var work in group) work.Cancel();
        }
        catch (Exception) when (group.Count > 1)
        {
            // Whose fault it was, the others do not bear.
            foreach (var work in group)
            {
                if (work.CancellationToken.IsCancellationRequested) work.Cancel();
                else Process([work]);
            }
        }
        catch (Exception e)
        {
            group[0]._completion.TrySetException(e);
        }
    }

    /// <inheritdoc />
    public override void Cancel()
        => _completion.TrySetCanceled(CancellationToken.IsCancellationRequested ? CancellationToken : new CancellationToken(true));

    private RecognitionRequest Request => request;

    // A guess at somebody's speech while it goes on waits for nobody else's window.
    private bool IsPatient => request is { HasFallback: true, Prefix.Count: 0 };
}
