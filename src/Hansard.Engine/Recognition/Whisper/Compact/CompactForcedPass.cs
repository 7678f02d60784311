using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>A pass over a known sequence that keeps what the alignment heads listen to.</summary>
/// <param name="heads">The alignment heads.</param>
/// <param name="tokens">Number of tokens.</param>
/// <param name="positions">Positions, padding included.</param>
internal sealed class CompactForcedPass(IReadOnlyList<AlignmentHead> heads, int tokens, int positions)
    : ForcedPass(tokens, positions), IAttentionKeeper
{
    private readonly float[][] _attention = [.. heads.Select(_ => new float[tokens * positions])];

    /// <inheritdoc />
    public override int Heads => heads.Count;

    /// <summary>Logits after each token; owned by this object.</summary>
    public TokenLogits? Logits { private get; set; }

    /// <inheritdoc />
    public override NextTokens After(int token) => Logits!.After(token);

    /// <inheritdoc />
    public override ReadOnlySpan<float> Attention(int head) => _attention[head];

    /// <inheritdoc />
    public AttentionObserver? Observe(int layer, int first) => !heads.Any(h => h.Layer == layer) ? null : (head, query, weights, share) =>
    {
        for (var i = 0; i < heads.Count; i++)
        {
            if (heads[i] == new AlignmentHead(layer, head))
                TensorPrimitives.Multiply(weights, share, _attention[i].AsSpan((first + query) * Positions));
        }
    };

    /// <inheritdoc />
    public override void Dispose() => Logits?.Dispose();
}
