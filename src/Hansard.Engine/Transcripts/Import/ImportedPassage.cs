namespace Hansard.Engine.Transcripts.Import;

/// <summary>A stretch of a text that was made elsewhere: a paragraph, or a cue of subtitles.</summary>
/// <param name="Text">What is said, without markup.</param>
/// <param name="Line">Number of the line that it begins on, from 1 on.</param>
/// <param name="Speaker">Name of who says it; null: not told.</param>
/// <param name="Time">When it is said; null: not told.</param>
public sealed record ImportedPassage(string Text, int Line, string? Speaker = null, TimeRange? Time = null);
