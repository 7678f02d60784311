namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>Positions of an encoded window.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one after the last.</param>
internal readonly record struct PositionRange(int Start, int End);
