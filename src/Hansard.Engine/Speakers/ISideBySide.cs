namespace Hansard.Engine.Speakers;

/// <summary>Runs parts of one computation, on as many threads as have nothing better to do.</summary>
internal interface ISideBySide
{
    /// <summary>Runs a body for every index, the calling thread among others, and returns when all have ended.</summary>
    /// <param name="count">Indices from 0 on.</param>
    /// <param name="body">Safe to call from many threads.</param>
    /// <param name="cancellationToken">No index is begun after it is cancelled.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void ForEach(int count, Action<int> body, CancellationToken cancellationToken);
}
