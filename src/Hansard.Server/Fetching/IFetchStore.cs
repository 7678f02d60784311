using Hansard.Server.Jobs;
using Hansard.Server.Outbound;
using Hansard.Server.Projects;
using Hansard.Server.Storage;

namespace Hansard.Server.Fetching;

/// <summary>Keeps the jobs whose recording is to be downloaded. Times are by the database's clock.</summary>
internal interface IFetchStore
{
    /// <summary>The projects that have a job to download now, the longest waiting first.</summary>
    IReadOnlyList<Project> Projects();

    /// <summary>Bytes that the jobs of each project have on the disk for which they were downloaded.</summary>
    IReadOnlyDictionary<string, long> StoredBytes();

    /// <summary>Time until the next download that is not to begin now; null when there is none.</summary>
    TimeSpan? UntilNextReady();

    /// <summary>Takes a project's oldest job that is to be downloaded, but none of these hosts'.</summary>
    /// <returns>The job and its host; null when there is none.</returns>
    Task<PendingFetch?> TakeAsync(
        string project, IReadOnlyList<string> fullHosts, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Makes a job ready for a worker.</summary>
    /// <param name="job">The download's.</param>
    /// <param name="recording">Arrived in the object store.</param>
    /// <param name="committed">Run when that is on the disk, and before anybody else writes.</param>
    /// <returns>False when the job is no longer the download's; nothing has happened then.</returns>
    Task<bool> CompleteAsync(Job job, StoredObject recording, Func<Task> committed);
}

/// <summary>A job whose recording is being downloaded.</summary>
/// <param name="Job">The job, leased.</param>
/// <param name="Host">The host that its URL leads to, as <see cref="OutboundSlots.HostOf"/> names it.</param>
internal sealed record PendingFetch(Job Job, string Host);
