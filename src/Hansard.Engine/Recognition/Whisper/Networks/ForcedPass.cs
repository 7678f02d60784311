namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>The decoder's output over a known sequence of tokens.</summary>
/// <param name="tokens">Number of tokens.</param>
/// <param name="positions">Positions of 20 ms, padding included.</param>
internal abstract class ForcedPass(int tokens, int positions) : IDisposable
{
    /// <summary>Number of tokens.</summary>
    public int Tokens => tokens;

    /// <summary>Positions of 20 ms, padding included.</summary>
    public int Positions => positions;

    /// <summary>Number of alignment heads.</summary>
    public abstract int Heads { get; }

    /// <summary>Logits after a token.</summary>
    public abstract NextTokens After(int token);

    /// <summary>Cross attention of an alignment head, [tokens, positions].</summary>
    public abstract ReadOnlySpan<float> Attention(int head);

    /// <inheritdoc />
    public abstract void Dispose();
}
