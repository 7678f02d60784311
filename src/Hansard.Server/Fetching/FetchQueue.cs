using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Outbound;
using Hansard.Server.Projects;
using Hansard.Server.Storage;

namespace Hansard.Server.Fetching;

/// <summary>
/// The queued jobs whose recording is still to be downloaded. A download has a lease on its job as a worker has, in which the job stays
/// <c>queued</c>; <see cref="JobQueue"/> renews it and ends the job where the recording cannot be had.
/// </summary>
/// <remarks>
/// A downloaded recording is a blob of the object store as an upload is, but its job's own: it goes with the job's end, and a job that is
/// tried again does not download it again. What a killed server had under way is swept from the disk at the next start, and downloaded
/// again.
/// </remarks>
internal sealed class FetchQueue(IFetchStore store, IObjectStore objects, IDispatcher dispatcher, HansardServerOptions options)
{
    /// <summary>The projects that have a job to download now, the longest waiting first.</summary>
    public IReadOnlyList<Project> Projects() => store.Projects();

    /// <summary>Bytes that the jobs of each project have on the disk for which they were downloaded.</summary>
    public IReadOnlyDictionary<string, long> StoredBytes() => store.StoredBytes();

    /// <summary>
    /// Time until a job is to be downloaded that is not now, because a pause before its next attempt is not over; null when there is
    /// none.
    /// </summary>
    public TimeSpan? UntilNextReady() => store.UntilNextReady();

    /// <summary>Takes a project's oldest job that is to be downloaded.</summary>
    /// <param name="project">The project's id.</param>
    /// <param name="fullHosts">
    /// Hosts that nothing more may be downloaded from at the moment, as <see cref="OutboundSlots.HostOf"/> names them.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The job and its host; null when there is none.</returns>
    public Task<PendingFetch?> TakeAsync(string project, IReadOnlyList<string> fullHosts, CancellationToken cancellationToken)
        => store.TakeAsync(project, fullHosts, options.Jobs.Lease, cancellationToken);

    /// <summary>Makes a job ready for a worker, and puts its recording in its place.</summary>
    /// <param name="job">The download's.</param>
    /// <param name="recording">Arrived in the object store.</param>
    /// <returns>
    /// False when the job has meanwhile been cancelled, deleted or given to another download: the recording is gone then.
    /// </returns>
    public async Task<bool> CompleteAsync(Job job, StoredObject recording)
    {
        var recorded = false;
        try
        {
            var owned = await store.CompleteAsync(job, recording, () =>
            {
                recorded = true;
                return objects.PublishAsync(recording.Name);
            });
            if (owned) dispatcher.Ready(job.Id);
            return owned;
        }
        finally
        {
            if (!recorded) await objects.DiscardAsync(recording.Name);
        }
    }
}
