using Hansard.Engine.Transcripts;

namespace Hansard.Engine;

/// <summary>Progress of a transcription.</summary>
/// <param name="Transcribed">The recording is transcribed up to here.</param>
/// <param name="Decoded">The recording is decoded up to here.</param>
/// <param name="Total">Its length, if the container states one or it has been read to its end.</param>
/// <param name="NewTokens">What was recognised since the last report, in time order; speakers and translation come at the end only.</param>
public sealed record TranscriptionProgress(
    TimeSpan Transcribed, TimeSpan Decoded, TimeSpan? Total, IReadOnlyList<TranscriptToken> NewTokens)
{
    /// <summary>The stage that reports.</summary>
    public TranscriptionStage Stage { get; init; }
}
