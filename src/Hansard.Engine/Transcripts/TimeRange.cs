namespace Hansard.Engine.Transcripts;

/// <summary>A stretch of a recording.</summary>
/// <param name="Start">From the start of the recording.</param>
/// <param name="End">From the start of the recording, not before <paramref name="Start"/>.</param>
public readonly record struct TimeRange(TimeSpan Start, TimeSpan End);
