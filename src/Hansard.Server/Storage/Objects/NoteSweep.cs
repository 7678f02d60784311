using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Objects;

/// <summary>
/// Settles the notes of bytes in a shared place whose rows are there, and removes the bytes of uploads that were silent for a day: their
/// servers were killed.
/// </summary>
/// <remarks>Every server sweeps: to remove a thing twice is no fault.</remarks>
internal sealed partial class NoteSweep(SharedObjectStore objects, IObjectNotes notes, TimeProvider clock, ILogger<NoteSweep> logger)
    : BackgroundService
{
    // Longer than any upload is silent: a body is read in pieces of kilobytes, at 240 bytes a second at least, and renews its note hourly.
    private static readonly TimeSpan Silence = TimeSpan.FromDays(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int Batch = 100;

    /// <summary>Settles, and removes the bytes of uploads that were silent for so long.</summary>
    /// <returns>The number of uploads.</returns>
    public async Task<int> SweepAsync(TimeSpan silence, CancellationToken cancellationToken)
    {
        await notes.SettleAsync(cancellationToken);
        var removed = new List<string>();
        foreach (var note in notes.Silent(clock.Milliseconds() - (long)silence.TotalMilliseconds, Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await objects.RemoveUnusedAsync(note.Blob)) removed.Add(note.Blob);
        }

        if (removed.Count > 0) LogRemoved(removed.Count, LoggedNames.Some(removed));
        return removed.Count;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TrySweepAsync(stoppingToken);
                await Task.Delay(Interval, clock, stoppingToken);
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
            await SweepAsync(Silence, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFault(exception.Message);
        }
    }

    [LoggerMessage(342, LogLevel.Information, "Removed {Count} uploads that a killed server left unfinished in the shared place: {Names}")]
    private partial void LogRemoved(int count, string names);

    [LoggerMessage(
        343, LogLevel.Warning, "What killed servers left in the shared place cannot be removed now; it is tried again: {Reason}")]
    private partial void LogFault(string reason);
}
