using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>A window that begins to be decoded.</summary>
/// <param name="Window">The window, not owned.</param>
/// <param name="Prompt">Tokens before its text; at least one.</param>
/// <param name="AudioPositions">Positions of its audio, the attention to which is to be kept; 0 for none.</param>
/// <param name="Scripts">Scripts besides Latin in which its text may be; a decoder may know no others either.</param>
internal readonly record struct EnteringWindow(
    ICrossAttention Window, IReadOnlyList<int> Prompt, int AudioPositions = 0, TokenScripts Scripts = TokenScripts.All);
