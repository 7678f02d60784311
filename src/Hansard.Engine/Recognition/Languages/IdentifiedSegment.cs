using Hansard.Engine.Speech;

namespace Hansard.Engine.Recognition.Languages;

/// <summary>A speech segment and its language.</summary>
/// <param name="Segment">The stretch, and its sound.</param>
/// <param name="Decision">The language, and others in doubt.</param>
internal sealed record IdentifiedSegment(SpeechSegment Segment, LanguageDecision Decision);
