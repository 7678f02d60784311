using Hansard.Engine.Speech;

namespace Hansard.Engine.Recognition.Languages;

/// <summary>A window and its language.</summary>
/// <param name="Window">The stretch, and its sound.</param>
/// <param name="Decision">The language of all that is in it, and others in doubt.</param>
internal sealed record IdentifiedWindow(SpeechWindow Window, LanguageDecision Decision);
