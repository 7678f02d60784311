using Hansard.Engine;

namespace Hansard.Server.Jobs;

/// <summary>Transcribes sound while it arrives.</summary>
internal interface ILiveTranscriber
{
    /// <summary>Transcribes sound while it arrives.</summary>
    /// <param name="input">The sound.</param>
    /// <param name="request">How; what is about whole recordings counts for nothing.</param>
    /// <param name="terms">Terms that may be said, beside those of the request.</param>
    /// <param name="endpoints">When utterances are over; null: nobody asks.</param>
    /// <param name="longestNonFinal">Words that ended longer ago than this are final.</param>
    /// <param name="maximumDuration">The longest sound accepted.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="ModelUnavailableException">The model cannot be loaded.</exception>
    IAsyncEnumerable<LiveResult> TranscribeLiveAsync(
        IAsyncEnumerable<LiveInput> input, TranscriptionRequest request, IReadOnlyList<string> terms, EndpointOptions? endpoints,
        TimeSpan longestNonFinal, TimeSpan maximumDuration, CancellationToken cancellationToken);
}
