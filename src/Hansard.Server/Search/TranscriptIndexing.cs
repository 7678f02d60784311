using Hansard.Server.Jobs;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Search;

/// <summary>Divides the transcripts that were stored before there was an index, one after the other, after the start.</summary>
internal sealed partial class TranscriptIndexing(ISearchStore search, TimeProvider clock, ILogger<TranscriptIndexing> logger)
    : BackgroundService
{
    // Requests which write come between.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var count = 0;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await new ServiceLoop(LogFault, clock).RunAsync(RoundAsync, PauseAfterFault, done.Token);
        if (count > 0) LogDone(count);

        async Task RoundAsync(CancellationToken stopping)
        {
            if (await search.IndexNextAsync(Divide, stopping))
            {
                count++;
                await Task.Delay(Pause, clock, stopping);
            }
            else
            {
                await done.CancelAsync();
            }
        }
    }

    // One that cannot be divided now cannot be divided later either: it is not found, and the others are.
    private IReadOnlyList<Passage> Divide(TranscriptionRow row, StoredTranscript transcript)
    {
        try
        {
            return Passages.Of(transcript.ToTranscript(row));
        }
        catch (Exception exception)
        {
            LogUnusable(row.Id, exception);
            return [];
        }
    }

    [LoggerMessage(180, LogLevel.Information, "{Count} transcripts of a former version can be searched now")]
    private partial void LogDone(int count);

    [LoggerMessage(181, LogLevel.Error, "Transcripts of a former version cannot be made searchable now; it is tried again")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(182, LogLevel.Error, "The transcript of {JobId} is damaged: nothing that was said in it is found")]
    private partial void LogUnusable(string jobId, Exception exception);
}
