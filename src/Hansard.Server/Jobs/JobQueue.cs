using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Storage;

namespace Hansard.Server.Jobs;

/// <summary>
/// The transcriptions as a queue. A job belongs to a worker only while its lease is renewed: every change that a worker makes names the
/// lease, and does nothing when the job has meanwhile been given to another, cancelled or deleted.
/// </summary>
/// <remarks>
/// Which job comes next is the <see cref="IDispatcher"/>'s decision, and this tells it what happens to them. A job whose recording is still
/// to be downloaded is not ready.
/// </remarks>
internal sealed class JobQueue(
    IJobStore store,
    IPartStore parts,
    IDispatcher dispatcher,
    RecordingRemoval removal,
    LiveLeases live,
    HansardServerOptions options,
    JobSignal jobSignal,
    WithdrawalSignal withdrawalSignal,
    WebhookSignal webhookSignal,
    ProgressSignal progressSignal)
{
    /// <summary>Renews a lease and stores how far the job has come.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public async Task<bool> RenewAsync(Job job, JobState state, CancellationToken cancellationToken)
    {
        if (job.Part is not null) return await parts.RenewAsync(job, options.Jobs.Lease, cancellationToken);
        var isOwn = await store.RenewAsync(job, state, options.Jobs.Lease, cancellationToken);
        if (job.IsWaitedFor && state.NewTokens.Count > 0) progressSignal.Set();
        return isOwn;
    }

    /// <summary>Ends a job with its transcript: that, the state, the usage and the webhook are stored together or not at all.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public async Task<bool> CompleteAsync(Job job, Transcript transcript, IReadOnlyList<EncryptedVoice> voices)
    {
        var end = await store.CompleteAsync(job, transcript, voices);
        if (end.Ended) dispatcher.Completed(job.Id, transcript.Duration);
        return await EndedAsync(job, end);
    }

    /// <summary>Ends a job without a transcript.</summary>
    /// <returns>False when the job is no longer the worker's.</returns>
    public async Task<bool> FailAsync(Job job, JobFailure failure)
    {
        var end = await store.FailAsync(job, failure);
        if (end.Ended) dispatcher.Ended(job.Id);
        return await EndedAsync(job, end);
    }

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
        await store.HandBackAsync(job, countsAsAttempt, pause);
        dispatcher.Returned(job.Id, pause);
        jobSignal.Set();
        progressSignal.Set();
    }

    /// <summary>Ends a job that its owner does not want any more, whoever has it: its worker finds its lease gone, and stops.</summary>
    /// <returns>Null when the project has no such job; false when it had ended before.</returns>
    public async Task<bool?> CancelAsync(string project, string id, CancellationToken cancellationToken)
    {
        if (await store.CancelAsync(project, id, cancellationToken) is not { } end) return null;
        if (end.Unused is not null) await removal.RemoveAsync(end.Unused);
        if (end.Ended)
        {
            dispatcher.Ended(id);
            withdrawalSignal.Set();
            jobSignal.Set();
            webhookSignal.Set();
            progressSignal.Set();
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
        var taken = await store.TakeBackAsync(atStart, live.All, options.Jobs.MaximumAttempts, cancellationToken);
        await removal.RemoveAsync(taken.Unused);
        if (taken.Queued > 0) jobSignal.Set();
        if (taken.Queued + taken.Failed > 0) dispatcher.TakenBack();
        if (taken.Failed > 0) webhookSignal.Set();
        if (taken.Queued + taken.Failed > 0) progressSignal.Set();
        return taken;
    }

    private async Task<bool> EndedAsync(Job job, JobEnd end)
    {
        if (end.Unused is not null) await removal.RemoveAsync(end.Unused);
        if (end.Ended && job.WebhookUrl is not null) webhookSignal.Set();

        // A downloaded recording has made room for the next.
        if (end.Ended && job.AudioUrl is not null) jobSignal.Set();
        if (end.Ended && job.IsWaitedFor) progressSignal.Set();
        return end.Ended;
    }
}
