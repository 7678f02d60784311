using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>A row of a pass through the decoder.</summary>
/// <param name="Window">The window that it attends to, not owned.</param>
/// <param name="Parent">The row of the pass before that it continues; negative for one that begins.</param>
/// <param name="Tokens">Its tokens in this pass.</param>
internal readonly record struct PassRow(CompactCrossAttention Window, int Parent, int Tokens)
{
    /// <summary>Positions of the audio, the attention of the last token to which is kept; 0 for none.</summary>
    public int AudioPositions { get; init; }

    /// <summary>Scripts besides Latin in which its next token may be.</summary>
    public TokenScripts Scripts { get; init; } = TokenScripts.All;

    /// <summary>A row that begins.</summary>
    public static PassRow Beginning(CompactCrossAttention window, int tokens) => new(window, -1, tokens);
}
