namespace Hansard.Server.Jobs.Dispatch;

/// <summary>Gives work to those who are free.</summary>
/// <remarks>
/// All that it knows it can read again from the database, so every notice may be lost: it costs time, and never a job. Whoever takes a job
/// holds its lease in the database, which alone decides whose it is.
/// </remarks>
internal interface IDispatcher
{
    /// <summary>Takes the next job that fits a worker, and waits for one, but not long.</summary>
    /// <param name="offer">The worker.</param>
    /// <param name="cancellationToken">The worker does not want any more: it has no job then.</param>
    /// <returns>The job with its lease; null when there was none for a while: ask again.</returns>
    Task<Job?> NextAsync(WorkerOffer offer, CancellationToken cancellationToken);

    /// <summary>Tells where a job stands that waits.</summary>
    /// <returns>Null when it does not wait, or is not known.</returns>
    QueueStanding? StandingOf(string id);

    /// <summary>Tells what waits.</summary>
    BoardState State();

    /// <summary>A job may be taken from now on that could not be before: it is new, or its recording has come.</summary>
    void Ready(string id);

    /// <summary>
    /// A job whose worker has it is done in parts, each of which counts by itself: the job with the time that its own worker needs.
    /// </summary>
    void Parted(string id);

    /// <summary>A worker has given a job back.</summary>
    /// <param name="id">The job's.</param>
    /// <param name="pause">Before it may be taken again.</param>
    void Returned(string id, TimeSpan pause);

    /// <summary>A job has ended with a transcript.</summary>
    /// <param name="id">The job's.</param>
    /// <param name="length">Of what was transcribed.</param>
    void Completed(string id, TimeSpan length);

    /// <summary>A job has ended without a transcript, or is there no more.</summary>
    void Ended(string id);

    /// <summary>Jobs were taken back whose workers are gone: which ones is to be read.</summary>
    void TakenBack();
}

/// <summary>Place of a job among those that wait.</summary>
/// <param name="Position">1 for the next, estimated.</param>
/// <param name="ExpectedStart">Milliseconds since 1970 UTC; null while nobody knows how fast the work goes.</param>
internal readonly record struct QueueStanding(long Position, long? ExpectedStart);
