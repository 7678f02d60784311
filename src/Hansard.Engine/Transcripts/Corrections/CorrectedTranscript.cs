namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>A transcript after its text was corrected.</summary>
/// <param name="Tokens">All of its tokens; those whose text did not change are as they were.</param>
/// <param name="Changes">The stretches of new tokens, in order. Stretches that were only deleted have none.</param>
public sealed record CorrectedTranscript(IReadOnlyList<TranscriptToken> Tokens, IReadOnlyList<ChangedTokens> Changes);

/// <summary>A stretch of tokens whose text is new and whose times are therefore estimated.</summary>
/// <param name="Start">Index of the first of them.</param>
/// <param name="End">Index after the last one; translations may lie between.</param>
public sealed record ChangedTokens(int Start, int End);
