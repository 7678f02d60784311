using Hansard.Server.Configuration;
using Hansard.Server.Files;
using Hansard.Server.Jobs;
using Hansard.Server.Outbound;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Fetching;

/// <summary>
/// Downloads the recordings of jobs that came with a URL, before a worker takes them: a host that is slow or hangs holds up no worker, no
/// other project, and no other host's.
/// </summary>
internal sealed partial class FetchService(
    FetchQueue queue,
    FetchRunner runner,
    IFileStore files,
    JobSignal signal,
    HansardServerOptions options,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<FetchService> logger) : BackgroundService
{
    // Only in case a wake-up is missed: whoever adds a job, or makes room on the disk, sets the signal.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly OutboundSlots _slots = new(
        options.Fetch.Concurrency, options.Fetch.ConcurrencyPerProject, options.Fetch.ConcurrencyPerHost);

    private readonly Dictionary<PendingFetch, Task> _underWay = [];
    private readonly Lock _lock = new();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await new ServiceLoop(LogFault, clock).RunAsync(RoundAsync, Signal.PauseAfterFault, stopping.Token);

        Task[] tasks;
        lock (_lock) tasks = [.. _underWay.Values];
        await Task.WhenAll(tasks);
    }

    private async Task RoundAsync(CancellationToken stopping)
    {
        var next = signal.Next;
        await StartDueAsync(stopping);
        await Signal.WaitAsync(next, UntilNextReady(), clock, stopping);
    }

    // One each in turn, and who has least goes first.
    private async Task StartDueAsync(CancellationToken stopping)
    {
        var waiting = queue.Projects().ToDictionary(project => project.Id, project => project.Name, StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            var bytes = Bytes();
            foreach (var (project, name) in waiting.OrderBy(project => BytesOf(project.Key, bytes)).ToList())
            {
                bytes = Bytes();
                var most = options.LimitsOf(name).FileBytes;

                // Whoever has least is not to be overtaken for ever by those who want less: jobs end, and there is room again.
                if (bytes.Values.Sum() + most > options.Fetch.StoredBytes) return;
                var fits = BytesOf(project, bytes) + most <= options.Fetch.StoredBytesPerProject && HasRoom(project, name, bytes);
                if (!fits || !await TryStartAsync(project, stopping)) waiting.Remove(project);
            }
        }
    }

    // A project's own downloads may take the room that its limit leaves: then the next one waits until their jobs have ended. One that has
    // the room to itself begins, and its job ends with the limit when the recording does not fit beside the files.
    private bool HasRoom(string project, string name, Dictionary<string, long> bytes)
    {
        var limits = options.LimitsOf(name);
        if (limits.StoredBytes == 0 || BytesOf(project, bytes) == 0) return true;
        int underWay;
        lock (_lock) underWay = _underWay.Keys.Count(fetch => fetch.Job.ProjectId == project);
        return !LimitOptions.IsPassed(files.Stored(project).Bytes + ((underWay + 1) * limits.FileBytes), limits.StoredBytes);
    }

    // What projects have on the disk, and whatever may come of their downloads: each counts with the most that its project may download.
    private Dictionary<string, long> Bytes()
    {
        // In this order, as a download that ends in between is then counted twice and not left out.
        List<Job> jobs;
        lock (_lock) jobs = [.. _underWay.Keys.Select(fetch => fetch.Job)];
        var bytes = new Dictionary<string, long>(queue.StoredBytes(), StringComparer.Ordinal);
        foreach (var job in jobs) bytes[job.ProjectId] = BytesOf(job.ProjectId, bytes) + options.LimitsOf(job.ProjectName).FileBytes;
        return bytes;
    }

    private static long BytesOf(string project, Dictionary<string, long> bytes) => bytes.GetValueOrDefault(project);

    private async Task<bool> TryStartAsync(string project, CancellationToken stopping)
    {
        IReadOnlyList<string> fullHosts;
        lock (_lock)
        {
            if (!_slots.HasRoom(project)) return false;
            fullHosts = _slots.FullHosts(project);
        }

        if (await queue.TakeAsync(project, fullHosts, stopping) is not { } fetch) return false;
        lock (_lock)
        {
            // Only this loop takes, so what was free still is.
            _slots.TryTake(project, fetch.Host);
            _underWay[fetch] = Task.Run(() => RunAsync(fetch, stopping), CancellationToken.None);
        }

        return true;
    }

    private async Task RunAsync(PendingFetch fetch, CancellationToken stopping)
    {
        try
        {
            await runner.RunAsync(fetch.Job, stopping);
        }
        catch (Exception exception)
        {
            // The database may be unreachable for a while: then the lease runs out, and the recording is downloaded again.
            LogFault(exception);
        }
        finally
        {
            lock (_lock)
            {
                _slots.Release(fetch.Job.ProjectId, fetch.Host);
                _underWay.Remove(fetch);
            }

            signal.Set();
        }
    }

    private TimeSpan UntilNextReady()
    {
        if (queue.UntilNextReady() is not { } wait || wait > LongestWait) return LongestWait;
        return wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
    }

    [LoggerMessage(150, LogLevel.Error, "The downloading of recordings failed outside of a download; it goes on")]
    private partial void LogFault(Exception exception);
}
