namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Neighbouring rows of a decoder that attend to one window.</summary>
/// <param name="Window">The window, not owned.</param>
/// <param name="Rows">Number of rows.</param>
internal readonly record struct WindowRows(CompactCrossAttention Window, int Rows);
