using Hansard.Engine.Transcripts;

namespace Hansard.Engine;

/// <summary>A stretch of speech of a live transcription. What has been given is never changed.</summary>
/// <param name="Start">Beginning, from the start of the sound.</param>
/// <param name="End">Where it ends: up to here, all that was said has been given.</param>
/// <param name="Tokens">
/// What was said, in time order; empty where what sounded like speech had no words. The tokens of all passages join to the text.
/// </param>
public sealed record TranscriptPassage(TimeSpan Start, TimeSpan End, IReadOnlyList<TranscriptToken> Tokens);
