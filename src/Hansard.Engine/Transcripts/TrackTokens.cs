namespace Hansard.Engine.Transcripts;

/// <summary>The tokens of a sound track.</summary>
/// <param name="Track">The track; null for the only one of a recording.</param>
/// <param name="Tokens">Its tokens in time order.</param>
internal sealed record TrackTokens(TranscriptTrack? Track, IReadOnlyList<TranscriptToken> Tokens)
{
    /// <summary>The track as readers are shown it; null for the only one of a recording.</summary>
    public string? Heading => Track is null ? null : $"Track {Track.Name}";
}
