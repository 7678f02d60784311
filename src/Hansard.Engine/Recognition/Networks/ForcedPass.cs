namespace Hansard.Engine.Recognition.Networks;

/// <summary>What the decoder computes over a known sequence of tokens.</summary>
/// <param name="Logits">[tokens, vocabulary].</param>
/// <param name="Attention">Cross attention of the alignment heads, each [tokens, positions].</param>
/// <param name="Tokens">Number of tokens.</param>
/// <param name="Positions">Positions of 20 ms, padding included.</param>
internal sealed record ForcedPass(float[] Logits, IReadOnlyList<float[]> Attention, int Tokens, int Positions)
{
    /// <summary>Logits [vocabulary] after a token.</summary>
    public ReadOnlySpan<float> After(int token) => Logits.AsSpan(token * (Logits.Length / Tokens), Logits.Length / Tokens);
}
