using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Observability;
using Hansard.Server.Storage;

namespace Hansard.Server.Jobs;

/// <summary>
/// The transcriptions as a queue. A job belongs to a worker only while its lease is renewed: every change that a worker makes names the
/// lease, and does nothing when the job has meanwhile been given to another, cancelled or deleted.
/// </summary>
/// <remarks>
/// Projects take turns: the next job is the oldest one of the project that has waited longest for its turn, so a project with a thousand
/// jobs delays another's single job by one. A job whose recording is still to be downloaded is not ready.
/// </remarks>
internal sealed class JobQueue(
    IJobStore store,
    RecordingRemoval removal,
    LiveLeases live,
    HansardServerOptions options,
    JobSignal jobSignal,
    WithdrawalSignal withdrawalSignal,
    WebhookSignal webhookSignal,
    MonotonicClock monotonic) : IJobBacklog
{
    /// <summary>Takes the next job.</summary>
    /// <returns>Null when none is ready.</returns>
    public Task<Job?> TakeAsync(CancellationToken cancellationToken)
        => store.TakeAsync(monotonic.Milliseconds(), LeaseEnd(), cancellationToken);

    /// <summary>
    /// Time until a job is ready that is not ready now, because a pause before its next attempt is not over; null when there is none.
    /// </summary>
    public TimeSpan? UntilNextReady()
        => store.NextReady() is { } time ? TimeSpan.FromMilliseconds(time - monotonic.Milliseconds()) : null;

    /// <summary>Renews a lease and stores how far the job has come.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public Task<bool> RenewAsync(Job job, JobState state, CancellationToken cancellationToken)
        => store.RenewAsync(job, state, LeaseEnd(), cancellationToken);

    /// <summary>Ends a job with its transcript: that, the state, the usage and the webhook are stored together or not at all.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public async Task<bool> CompleteAsync(Job job, Transcript transcript, IReadOnlyList<EncryptedVoice> voices)
        => await EndedAsync(job, await store.CompleteAsync(job, transcript, voices));

    /// <summary>Ends a job without a transcript.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public async Task<bool> FailAsync(Job job, JobFailure failure) => await EndedAsync(job, await store.FailAsync(job, failure));

    /// <summary>
    /// After a fault that may pass: lets the job be tried again after a pause, or ends it when it has been tried often enough.
    /// </summary>
    /// <param name="job">The worker's.</param>
    /// <param name="failure">The reason, if this was the last attempt.</param>
    /// <returns>True when the job will be tried again.</returns>
    public async Task<bool> RetryOrFailAsync(Job job, JobFailure failure)
    {
        if (job.Attempt >= options.Jobs.MaximumAttempts)
        {
            await FailAsync(job, failure);
            return false;
        }

        await HandBackAsync(job, countsAsAttempt: true, options.Jobs.RetryDelay * Math.Pow(2, job.Attempt - 1));
        return true;
    }

    /// <summary>Gives a job back.</summary>
    /// <param name="job">The worker's.</param>
    /// <param name="countsAsAttempt">False when the job had no part in it.</param>
    /// <param name="pause">Before it may be taken again.</param>
    public async Task HandBackAsync(Job job, bool countsAsAttempt = false, TimeSpan pause = default)
    {
        var ready = pause > TimeSpan.Zero ? monotonic.Milliseconds() + (long)pause.TotalMilliseconds : 0;
        await store.HandBackAsync(job, countsAsAttempt, ready);
        jobSignal.Set();
    }

    /// <summary>Ends a job that its owner does not want any more, whoever has it: its worker finds its lease gone, and stops.</summary>
    /// <returns>Null when the project has no such job; false when it had ended before.</returns>
    public async Task<bool?> CancelAsync(string project, string id, CancellationToken cancellationToken)
    {
        if (await store.CancelAsync(project, id, cancellationToken) is not { } end) return null;
        if (end.Unused is not null) await removal.RemoveAsync(end.Unused);
        if (end.Ended)
        {
            withdrawalSignal.Set();
            jobSignal.Set();
            webhookSignal.Set();
        }

        return end.Ended;
    }

    /// <summary>
    /// Takes back jobs whose workers are gone: at a start, all that a former run of this server had, as nobody else can have its data
    /// directory; and always those whose lease has run out, but for work that goes on in this process.
    /// </summary>
    /// <param name="atStart">True while this run has taken no job yet.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The jobs; the unused bytes have been removed.</returns>
    public async Task<TakenBack> TakeBackAsync(bool atStart, CancellationToken cancellationToken)
    {
        var taken = await store.TakeBackAsync(atStart, live.All, monotonic.Milliseconds(), options.Jobs.MaximumAttempts, cancellationToken);
        await removal.RemoveAsync(taken.Unused);
        if (taken.Queued > 0) jobSignal.Set();
        if (taken.Failed > 0) webhookSignal.Set();
        return taken;
    }

    /// <inheritdoc />
    public BacklogDepth Depth() => store.Depth();

    /// <summary>The end of a lease that is given or renewed now, by the <see cref="MonotonicClock"/>.</summary>
    public long LeaseEnd() => monotonic.Milliseconds() + (long)options.Jobs.Lease.TotalMilliseconds;

    private async Task<bool> EndedAsync(Job job, JobEnd end)
    {
        if (end.Unused is not null) await removal.RemoveAsync(end.Unused);
        if (end.Ended && job.WebhookUrl is not null) webhookSignal.Set();

        // A downloaded recording has made room for the next.
        if (end.Ended && job.AudioUrl is not null) jobSignal.Set();
        return end.Ended;
    }
}
