using Hansard.Server.Auditing;
using Hansard.Server.Configuration;
using Hansard.Server.Events;
using Hansard.Server.Files;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Retention;

/// <summary>
/// Deletes files and transcriptions that have reached the age set for them, what nobody waits for any more, keys that have expired and old
/// entries of the access log, removes bytes whose deletion failed before, and gives freed pages of the database back.
/// </summary>
/// <remarks>
/// One sweep deletes a day's expiries at most, in two senses: it goes a day past the sweep before (<see cref="RetentionTime"/>), and a day
/// past the oldest thing that is there, which bounds the first sweep after an age has been set or lowered.
/// </remarks>
internal sealed partial class RetentionService(
    IFileStore files,
    ITranscriptionStore transcriptions,
    ITransientStore transients,
    ITemporaryKeyStore temporaryKeys,
    ITranscriptionChanges changes,
    IAccessLogStore accesses,
    IDatabase database,
    RecordingRemoval removal,
    RetentionTime time,
    HansardServerOptions options,
    TimeProvider clock,
    ILogger<RetentionService> logger)
    : BackgroundService
{
    // Small enough that requests which write do not wait long behind one.
    private const int Batch = 100;

    // Whoever watches transcriptions, and was away while more changed, lists them anew.
    private const int KeptChanges = 10_000;

    private static readonly TimeSpan DeletionPause = TimeSpan.FromMinutes(1);
    // Whoever waited for a transcription that is not kept deletes it within seconds of its end, if the database lets them.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LoggedLead = TimeSpan.FromHours(1);

    private static readonly TimeSpan ForgettingPause = TimeSpan.FromHours(1);

    private DateTimeOffset? _changesForgotten;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await SweepAsync(stoppingToken);
                await Task.Delay(options.Retention.Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Deletes what is due.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.Retention.Files is not null || options.Retention.Transcriptions is not null) await DeleteAsync(cancellationToken);
            await ForgetChangesAsync(cancellationToken);
            await transients.RemoveAbandonedAsync(
                own: false, clock.Milliseconds() - (long)AbandonedAfter.TotalMilliseconds, cancellationToken);
            await temporaryKeys.RemoveExpiredAsync(cancellationToken);
            await accesses.PruneAsync((long)options.AccessLog.Keep.TotalMilliseconds, clock.Milliseconds(), cancellationToken);
            await removal.RemoveDeletedAsync(clock.Milliseconds() - (long)DeletionPause.TotalMilliseconds);
            await database.ReleaseSpaceAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFault(exception);
        }
    }

    // Also where nothing is deleted by age: people delete, too. It looks at every transcription, so not in every sweep.
    private async Task ForgetChangesAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_changesForgotten is { } last && (now - last).Duration() < ForgettingPause) return;
        await changes.PruneAsync(KeptChanges, cancellationToken);
        _changesForgotten = now;
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var now = await time.AdvanceAsync(cancellationToken);
        var behind = TimeSpan.FromMilliseconds(clock.Milliseconds() - now);
        if (behind > LoggedLead) LogBehind(behind.TotalDays, Timestamp.ToIso(now));
        var (fileAge, transcriptionAge) = (options.Retention.Files, options.Retention.Transcriptions);
        await DeleteAsync("files that were made", fileAge, now, files.Oldest, DeleteFilesAsync);
        await DeleteAsync("transcriptions that ended", transcriptionAge, now, transcriptions.FirstEnd, DeleteTranscriptionsAsync);

        Task<IReadOnlyList<string>> DeleteFilesAsync(long before) => files.DeleteOlderThanAsync(before, Batch, cancellationToken);

        Task<IReadOnlyList<string>> DeleteTranscriptionsAsync(long before)
            => transcriptions.DeleteEndedBeforeAsync(before, Batch, cancellationToken);
    }

    private async Task DeleteAsync(
        string what, TimeSpan? limit, long now, Func<long?> oldest, Func<long, Task<IReadOnlyList<string>>> delete)
    {
        if (limit is not { } age || oldest() is not { } first) return;
        var before = Math.Min(now - (long)age.TotalMilliseconds, first + (long)RetentionTime.Step.TotalMilliseconds);
        IReadOnlyList<string> deleted;
        do
        {
            deleted = await delete(before);
            if (deleted.Count > 0) LogDeleted(deleted.Count, what, Timestamp.ToIso(before), age, string.Join(", ", deleted));
        }
        while (deleted.Count == Batch);
    }

    [LoggerMessage(200, LogLevel.Information, "Deleted by age: {Count} {What} before {Time}, as they are kept for {Age}: {Ids}")]
    private partial void LogDeleted(int count, string what, string time, TimeSpan age, string ids);

    [LoggerMessage(201, LogLevel.Error, "Deleting by age failed; it is tried again at the next interval")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(202, LogLevel.Warning,
        "The clock is {Days:0.0} days ahead of the last deletion by age, which goes on a day at a time, now to {Time}. If the clock is "
        + "wrong, stop the server and set it right")]
    private partial void LogBehind(double days, string time);
}
