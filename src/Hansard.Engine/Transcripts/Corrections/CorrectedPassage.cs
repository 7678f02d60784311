namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>A stretch of a transcript's text as somebody has corrected it: a paragraph, a turn, or all of it.</summary>
/// <param name="Text">What is said; white space of any kind and length counts as one space.</param>
/// <param name="Speaker">Who says all of it, as on tokens; null: whoever says the words around.</param>
public sealed record CorrectedPassage(string Text, string? Speaker = null);
