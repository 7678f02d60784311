namespace Hansard.Engine.Recognition;

/// <summary>A stretch of a window in which somebody speaks.</summary>
/// <param name="Start">Seconds from the start of the window.</param>
/// <param name="End">Seconds from the start of the window.</param>
internal readonly record struct SpeechInterval(double Start, double End);
