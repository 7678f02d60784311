using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Some heads of a pass.</summary>
/// <param name="pass">Not owned.</param>
/// <param name="heads">Their indices in it.</param>
internal sealed class HeadSelection(ForcedPass pass, IReadOnlyList<int> heads) : ForcedPass(pass.Tokens, pass.Positions)
{
    /// <inheritdoc />
    public override int Heads => heads.Count;

    /// <inheritdoc />
    public override NextTokens After(int token) => pass.After(token);

    /// <inheritdoc />
    public override ReadOnlySpan<float> Attention(int head) => pass.Attention(heads[head]);

    /// <inheritdoc />
    public override void Dispose()
    {
        // The pass is not owned.
    }
}
