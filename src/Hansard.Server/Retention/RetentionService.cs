using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Retention;

/// <summary>Deletes files and transcriptions that have reached the age set for them, and gives freed pages of the database back.</summary>
internal sealed partial class RetentionService(
    FileStore files, TranscriptionStore transcriptions, Database database, HansardServerOptions options, TimeProvider clock, ILogger<RetentionService> logger)
    : BackgroundService
{
    // Small enough that requests which write do not wait long behind one.
    private const int Batch = 100;

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
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = clock.Milliseconds();
            var deletedFiles = 0;
            var deletedTranscriptions = 0;
            if (options.Retention.Files is { } fileAge)
                deletedFiles = await InBatchesAsync(() => files.DeleteOlderThanAsync(now - (long)fileAge.TotalMilliseconds, Batch, cancellationToken));
            if (options.Retention.Transcriptions is { } transcriptionAge)
            {
                deletedTranscriptions = await InBatchesAsync(
                    () => transcriptions.DeleteEndedBeforeAsync(now - (long)transcriptionAge.TotalMilliseconds, Batch, cancellationToken));
            }

            if (deletedFiles + deletedTranscriptions > 0) LogDeleted(deletedFiles, deletedTranscriptions);
            await database.ReleaseFreePagesAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFault(exception);
        }
    }

    private static async Task<int> InBatchesAsync(Func<Task<int>> delete)
    {
        var total = 0;
        int count;
        do
        {
            count = await delete();
            total += count;
        }
        while (count == Batch);
        return total;
    }

    [LoggerMessage(200, LogLevel.Information, "Deleted by age: {Files} files, {Transcriptions} transcriptions")]
    private partial void LogDeleted(int files, int transcriptions);

    [LoggerMessage(201, LogLevel.Error, "Deleting by age failed; it is tried again at the next interval")]
    private partial void LogFault(Exception exception);
}
