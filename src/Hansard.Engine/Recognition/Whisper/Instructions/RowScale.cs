namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>The numbers that the integers of a row stand for: offset + step · integer.</summary>
/// <param name="Step">The value of 1.</param>
/// <param name="Offset">The value of 0.</param>
internal readonly record struct RowScale(float Step, float Offset);
