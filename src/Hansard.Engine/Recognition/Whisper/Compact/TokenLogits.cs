using Hansard.Engine.Matrices;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>The logits after each token of a pass.</summary>
/// <param name="rows">A row a token; owned by this object.</param>
/// <param name="vocabulary">Elements of a row that are logits.</param>
internal sealed class TokenLogits(Matrix<float> rows, int vocabulary) : IDisposable
{
    /// <summary>Logits [vocabulary] after a token.</summary>
    public Span<float> After(int token) => rows.Span(token, 1)[..vocabulary];

    /// <inheritdoc />
    public void Dispose() => rows.Dispose();
}
