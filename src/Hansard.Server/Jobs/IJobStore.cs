using Hansard.Engine.Transcripts;
using Hansard.Server.Observability;

namespace Hansard.Server.Jobs;

/// <summary>Keeps the queue of jobs: each call is one transaction. Times of leases and pauses are by the database's clock.</summary>
/// <remarks>Every change that a worker makes names its fence, and does nothing when the job has meanwhile been given to another.</remarks>
internal interface IJobStore
{
    /// <summary>Jobs that wait for a worker and have their recording, in the order of their creation.</summary>
    /// <param name="after"><see cref="WaitingJob.Seq"/> of the last that is known.</param>
    /// <param name="limit">The most.</param>
    IReadOnlyList<WaitingJob> Waiting(long after, int limit);

    /// <summary>A job that waits for a worker and has its recording; null when it does not, or not any more.</summary>
    WaitingJob? Waiting(string id);

    /// <summary>The jobs that workers have.</summary>
    IReadOnlyList<LeasedJob> Leased();

    /// <summary>Takes a job, in the name of this server.</summary>
    /// <param name="id">Of a job that waited when somebody looked.</param>
    /// <param name="lease">Time without renewal after which it is anybody's again.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Null when it waits no longer, or not yet.</returns>
    Task<Job?> ClaimAsync(string id, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews a lease and stores how far the job has come.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    Task<bool> RenewAsync(Job job, JobState state, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends a job with its transcript: that, the state, the usage and the webhook are stored together or not at all.</summary>
    /// <param name="job">The worker's.</param>
    /// <param name="transcript">Its transcript.</param>
    /// <param name="voices">Voices of its speakers that are kept with it.</param>
    Task<JobEnd> CompleteAsync(Job job, Transcript transcript, IReadOnlyList<EncryptedVoice> voices);

    /// <summary>Ends a job without a transcript.</summary>
    Task<JobEnd> FailAsync(Job job, JobFailure failure);

    /// <summary>Gives a job back.</summary>
    /// <param name="job">The worker's.</param>
    /// <param name="countsAsAttempt">False when the job had no part in it.</param>
    /// <param name="pause">Before it may be taken again.</param>
    Task HandBackAsync(Job job, bool countsAsAttempt, TimeSpan pause);

    /// <summary>Ends a job that its owner does not want any more, whoever has it.</summary>
    /// <returns>Null when the project has no such job.</returns>
    Task<JobEnd?> CancelAsync(string project, string id, CancellationToken cancellationToken);

    /// <summary>Takes back jobs whose workers are gone: those whose lease has run out, whoever had it.</summary>
    /// <param name="own">
    /// Also those with any lease of this server, and of a server that left no name; and none waits any longer for its next attempt, as
    /// the clock may have been set back. For a server that alone has the database.
    /// </param>
    /// <param name="live">Fences of leases that are left alone.</param>
    /// <param name="maximumAttempts">Times that a job is started before it ends in an error.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    Task<TakenBack> TakeBackAsync(bool own, IReadOnlyCollection<long> live, int maximumAttempts, CancellationToken cancellationToken);

    /// <summary>Counts the jobs in each state that is not an end.</summary>
    BacklogDepth Depth();
}

/// <summary>The outcome of ending a job.</summary>
/// <param name="Ended">False when it was not the worker's any more, or had ended before.</param>
/// <param name="Unused">Bytes in the object store that nothing needs from now on; null when there are none.</param>
internal sealed record JobEnd(bool Ended, string? Unused);

/// <summary>Jobs that were taken back.</summary>
/// <param name="Queued">Number of jobs that are queued again.</param>
/// <param name="Failed">Number of jobs that ended because they had been tried often enough.</param>
/// <param name="Unused">Bytes in the object store that nothing needs from now on.</param>
internal sealed record TakenBack(int Queued, int Failed, IReadOnlyList<string> Unused);
