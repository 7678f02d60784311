using Hansard.Engine.Matrices;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>The logits after each token of a pass.</summary>
/// <param name="vocabulary">Elements of a row that are logits.</param>
internal sealed class TokenLogits(int vocabulary) : IDisposable
{
    private Matrix<float>? _rows;

    /// <summary>Logits [vocabulary] after a token.</summary>
    public Span<float> After(int token) => _rows!.Span(token, 1)[..vocabulary];

    /// <summary>
    /// Makes room for tokens: where that of a pass before is enough it is used again, since 20 rows are 4 MB, which the system would clear
    /// for every step.
    /// </summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <returns>[tokens, columns], valid until this is disposed of or asked for more.</returns>
    public Matrix<float> Room(int tokens, int columns)
    {
        if (_rows is null || _rows.Rows < tokens)
        {
            _rows?.Dispose();
            _rows = new Matrix<float>(tokens, columns);
        }
        return _rows.Part(0, tokens);
    }

    /// <inheritdoc />
    public void Dispose() => _rows?.Dispose();
}
