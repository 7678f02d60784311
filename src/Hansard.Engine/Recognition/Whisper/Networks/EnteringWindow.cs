namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>A window that begins to be decoded.</summary>
/// <param name="Window">The window, not owned.</param>
/// <param name="Prompt">Tokens before its text; at least one.</param>
internal readonly record struct EnteringWindow(ICrossAttention Window, IReadOnlyList<int> Prompt);
