namespace Hansard.Engine.Transcripts;

/// <summary>Text that stands on the screen at a time.</summary>
/// <param name="Start">From the start of the recording.</param>
/// <param name="End">After <paramref name="Start"/>, and not after the next cue's.</param>
/// <param name="Lines">One or two lines of text, with neither markup nor speaker.</param>
/// <param name="Speaker">Speaker; null without diarization.</param>
/// <param name="BeginsTurn">Whether somebody else spoke before.</param>
internal sealed record SubtitleCue(TimeSpan Start, TimeSpan End, IReadOnlyList<string> Lines, string? Speaker, bool BeginsTurn)
{
    /// <summary>The sound track that it is heard on, as readers are shown it; null for the only one of a recording.</summary>
    public string? Track { get; init; }
}
