using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Hansard.Server.Projects;
using Hansard.Server.Transcriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Doors;

/// <summary>
/// A transcription that a client waits for. What is not kept is gone when this is disposed of, whether it has ended or not.
/// </summary>
internal sealed partial class WaitedTranscription(Project project, TranscriptionRow row, string? door, bool keep, WaitingParts parts)
    : IAsyncDisposable
{
    // Signals come from this process; another one may do the work.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private const int RetryAfterSeconds = 5;

    private long? _first;
    private long _last;

    /// <summary>Its state when it was last looked at.</summary>
    public TranscriptionRow Row { get; private set; } = row;

    /// <summary>Indicates whether it had ended by then.</summary>
    public bool HasEnded => Row.Status is JobStatus.Completed or JobStatus.Error;

    /// <summary>Waits until it has come further, but not long.</summary>
    /// <param name="longest">The longest time to wait.</param>
    /// <param name="withTokens">True: new tokens end the wait; false: the end alone.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>
    /// The words recognised since the last call; none without tokens, nor with the end: <see cref="Transcript"/> has all.
    /// </returns>
    /// <exception cref="ApiException">The server stops before it has begun with it, or somebody deleted it.</exception>
    public async Task<NewWords> NextAsync(TimeSpan longest, bool withTokens, CancellationToken cancellationToken)
    {
        var start = parts.Clock.GetTimestamp();
        while (true)
        {
            var next = parts.Progress.Next;
            var news = withTokens ? Read() : NewWords.None;
            Row = (keep ? parts.Transcriptions.Find(project.Id, Row.Id) : parts.Transients.Find(Row.Id)) ?? throw Deleted();
            if (HasEnded || news.Tokens.Count > 0) return news;

            // What is being worked on has its time until the server must be down; then it is queued again, and nobody takes it.
            if (parts.Lifetime.ApplicationStopping.IsCancellationRequested && Row.Status == JobStatus.Queued)
                throw ApiException.Unavailable("The server stops: send the recording again.", RetryAfterSeconds);
            var left = longest - parts.Clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return NewWords.None;
            await Signal.WaitAsync(next, left < Poll ? left : Poll, parts.Clock, cancellationToken);
        }
    }

    /// <summary>Its transcript, when it has ended.</summary>
    /// <exception cref="ApiException">It has ended in an error, or somebody deleted it.</exception>
    public Transcript Transcript()
    {
        if (Row.Status == JobStatus.Error) throw JobErrors.Of(Row);
        return (parts.Transcriptions.Transcript(Row.Id) ?? throw Deleted()).ToTranscript(Row);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (keep) return;
        try
        {
            if (await parts.Transients.RemoveAsync(Row.Id) is not (JobStatus.Queued or JobStatus.Processing)) return;
            parts.Withdrawal.Set();
            parts.Metrics.Ended(JobStatus.Error, door);
        }
        catch (Exception exception)
        {
            // The sweep of what nobody waits for any more does it.
            LogNotRemoved(parts.Logger, exception, Row.Id);
        }
    }

    private NewWords Read()
    {
        var partial = parts.Transcriptions.PartialAfter(Row.Id, _last);

        // Another attempt begins with other batches.
        var isNew = _first is not null && partial.First is not null && partial.First != _first;
        (_first, _last) = (partial.First ?? _first, partial.Last);
        return new NewWords(partial.Tokens, isNew);
    }

    private static ApiException Deleted() => new(
        409, ErrorTypes.TranscriptionInvalidState, "This transcription was deleted before it had ended: send the recording again.");

    [LoggerMessage(
        250, LogLevel.Warning, "Job {JobId} is not to be kept, and cannot be deleted now: it is deleted within minutes of its end")]
    private static partial void LogNotRemoved(ILogger logger, Exception exception, string jobId);
}

/// <summary>Words of a transcription that is being made.</summary>
/// <param name="Tokens">Those recognised since the ones before.</param>
/// <param name="IsRestart">True: the work has been begun again, and these are its first.</param>
internal sealed record NewWords(IReadOnlyList<TranscriptToken> Tokens, bool IsRestart)
{
    /// <summary>No words.</summary>
    public static NewWords None { get; } = new([], false);
}

/// <summary>The parts of the server by which one waits for a transcription.</summary>
internal sealed record WaitingParts(
    ITranscriptionStore Transcriptions, ITransientStore Transients, ProgressSignal Progress, WithdrawalSignal Withdrawal,
    ServerMetrics Metrics, IHostApplicationLifetime Lifetime, TimeProvider Clock, ILogger<WaitedTranscription> Logger);
