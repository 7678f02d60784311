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
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await search.IndexNextAsync((row, transcript) => Passages.Of(transcript.ToTranscript(row)), stoppingToken)) break;
                count++;
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFault(exception);
                await Task.Delay(PauseAfterFault, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        if (count > 0) LogDone(count);
    }

    [LoggerMessage(180, LogLevel.Information, "{Count} transcripts of a former version can be searched now")]
    private partial void LogDone(int count);

    [LoggerMessage(181, LogLevel.Error, "A transcript of a former version cannot be made searchable")]
    private partial void LogFault(Exception exception);
}
