using Hansard.Engine.Transcripts;

namespace Hansard.Engine;

/// <summary>A step of a live transcription.</summary>
/// <param name="Final">
/// Tokens that are final from now on, each given once: those of all results join to the text. A translation follows what it translates.
/// </param>
/// <param name="NonFinal">Tokens that follow all final ones and may change: they replace those of all earlier results.</param>
/// <param name="FinalTo">Time from the start of the sound up to which all is final.</param>
/// <param name="ProcessedTo">Time up to which the sound was listened to.</param>
/// <param name="Mark">What is over after <paramref name="Final"/>; nothing is non-final then.</param>
public sealed record LiveResult(
    IReadOnlyList<TranscriptToken> Final, IReadOnlyList<TranscriptToken> NonFinal, TimeSpan FinalTo, TimeSpan ProcessedTo, LiveMark Mark);
