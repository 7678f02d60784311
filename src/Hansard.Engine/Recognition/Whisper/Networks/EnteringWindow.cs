namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>A window that begins to be decoded.</summary>
/// <param name="Window">The window, not owned.</param>
/// <param name="Prompt">Tokens before its text; at least one.</param>
/// <param name="AudioPositions">Positions of its audio, the attention to which is to be kept; 0 for none.</param>
internal readonly record struct EnteringWindow(ICrossAttention Window, IReadOnlyList<int> Prompt, int AudioPositions = 0);
