namespace Hansard.Engine.Recognition;

/// <summary>A piece of work for <see cref="RecognitionThreads"/>.</summary>
/// <param name="owner">The recogniser that handed it in.</param>
/// <param name="cancellationToken">Withdraws it.</param>
internal abstract class RecognitionWork(Recogniser owner, CancellationToken cancellationToken)
{
    public Recogniser Owner => owner;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Does it, and completes it whatever happens.</summary>
    public abstract void Process();

    /// <summary>Completes it without doing it.</summary>
    public abstract void Cancel();
}

/// <summary>A piece of work with a result.</summary>
/// <param name="owner">The recogniser that handed it in.</param>
/// <param name="function">Does it.</param>
/// <param name="cancellationToken">Withdraws it.</param>
internal sealed class RecognitionWork<T>(Recogniser owner, Func<T> function, CancellationToken cancellationToken)
    : RecognitionWork(owner, cancellationToken)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the work.</summary>
    public Task<T> Result => _completion.Task;

    /// <inheritdoc />
    public override void Process()
    {
        try
        {
            _completion.TrySetResult(function());
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            Cancel();
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
        }
    }

    /// <inheritdoc />
    public override void Cancel()
        => _completion.TrySetCanceled(CancellationToken.IsCancellationRequested ? CancellationToken : new CancellationToken(true));
}
