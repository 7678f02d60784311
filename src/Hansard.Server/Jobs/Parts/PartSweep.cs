using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Jobs.Parts;

/// <summary>Removes the objects of parts whose jobs have ended, and whose workers were killed before they could.</summary>
/// <remarks>Every server sweeps: to remove a thing twice is no fault.</remarks>
internal sealed partial class PartSweep(IPartStore store, PartObjects objects, TimeProvider clock, ILogger<PartSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private IReadOnlySet<string> _suspects = new HashSet<string>();

    /// <summary>Removes the objects of jobs that this and the sweep before found ended.</summary>
    /// <returns>The number of jobs.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var jobs = await objects.JobsAsync(cancellationToken);
        var ended = jobs.Except(store.UnderWay([.. jobs])).ToHashSet();
        var twice = ended.Where(_suspects.Contains).ToList();
        _suspects = ended;
        foreach (var job in twice) await objects.RemoveAllAsync(job, cancellationToken);
        if (twice.Count > 0) LogRemoved(twice.Count);
        return twice.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, clock, stoppingToken);
                await TrySweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TrySweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await SweepAsync(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFault(exception.Message);
        }
    }

    [LoggerMessage(441, LogLevel.Information, "Removed the parts of {Count} recordings that a killed server left in the shared place")]
    private partial void LogRemoved(int count);

    [LoggerMessage(442, LogLevel.Warning, "What killed servers left of parts cannot be removed now; it is tried again: {Reason}")]
    private partial void LogFault(string reason);
}
