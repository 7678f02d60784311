using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Revisions;

/// <summary>
/// Finds when new words of a correction are said, where the recording is still stored and there is time for it; otherwise they keep the
/// times that were estimated.
/// </summary>
internal sealed partial class RevisionAlignment(
    IObjectStore objects, ITranscriber transcriber, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<RevisionAlignment> logger) : IDisposable
{
    /// <summary>Time for which whoever saves a correction waits at most.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // The engine stops by itself a little earlier, with what it has found by then.
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(4);

    // Recordings are decoded beside those of jobs.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _slots = new(AtOnce);

    /// <param name="row">The transcription.</param>
    /// <param name="corrected">The corrected transcript.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>All tokens.</returns>
    public async Task<IReadOnlyList<TranscriptToken>> AlignAsync(
        TranscriptionRow row, CorrectedTranscript corrected, CancellationToken cancellationToken)
    {
        if (corrected.Changes.Count == 0 || row.Blob is null || !await _slots.WaitAsync(0, cancellationToken)) return corrected.Tokens;
        using var late = new CancellationTokenSource(LongestWait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping, late.Token);
        try
        {
            // An engine that does not stop when it is told to keeps its place, and not the client.
            return await RunAsync(row, corrected, stop.Token).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogLate(row.Id);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever is wrong with recording or model, the correction is worth keeping.
            LogFault(row.Id, exception);
        }
        return corrected.Tokens;
    }

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private async Task<IReadOnlyList<TranscriptToken>> RunAsync(
        TranscriptionRow row, CorrectedTranscript corrected, CancellationToken cancellationToken)
    {
        try
        {
            await using var recording = await objects.OpenAsync(row.Blob!, cancellationToken);
            return recording is null
                ? corrected.Tokens
                : await transcriber.AlignAsync(recording.Path, row.Request(), corrected, LongestWork, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    [LoggerMessage(190, LogLevel.Information, "There was no time to find the words of a correction of {TranscriptionId} in the recording")]
    private partial void LogLate(string transcriptionId);

    [LoggerMessage(191, LogLevel.Warning, "The words of a correction of {TranscriptionId} cannot be found in the recording")]
    private partial void LogFault(string transcriptionId, Exception exception);
}
