namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Known;

/// <summary>A word of which it is known when it is said.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Start">Seconds.</param>
/// <param name="End">Seconds.</param>
internal sealed record KnownWord(string Text, double Start, double End);
