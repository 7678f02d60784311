using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>The logits after each token of a pass.</summary>
/// <param name="order">The order of the tokens.</param>
/// <param name="vocabulary">Number of tokens.</param>
internal sealed class TokenLogits(VocabularyOrder order, int vocabulary) : IDisposable
{
    private readonly int _common = Math.Min(order.Common, vocabulary);
    private Matrix<float>? _ofCommon;
    private Matrix<float>? _ofForeign;

    /// <summary>Logits after a token.</summary>
    public NextTokens After(int token) => After(token, TokenScripts.All);

    /// <summary>Logits after a token, where those of some scripts may follow.</summary>
    /// <param name="token">Its place in the pass.</param>
    /// <param name="scripts">The others cannot come.</param>
    public NextTokens After(int token, TokenScripts scripts)
    {
        if (_ofForeign is null || scripts is TokenScripts.None) return new NextTokens(Common(token), [], order);
        var foreign = _ofForeign.Span(token, 1)[..(vocabulary - _common)];
        foreach (var (script, first, count) in order.Scripts)
        {
            if ((script & ~scripts) is not TokenScripts.None) foreign.Slice(first, count).Fill(float.NegativeInfinity);
        }
        return new NextTokens(Common(token), foreign, order);
    }

    /// <summary>
    /// Makes room for tokens: where that of a pass before is enough it is used again, since 20 rows are 4 MB, which the system would clear
    /// for every step.
    /// </summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <returns>[tokens, columns] for those that any text may have, valid until this is disposed of or asked for more.</returns>
    public Matrix<float> RoomForCommon(int tokens, int columns) => Room(ref _ofCommon, tokens, columns);

    /// <summary>Makes room for those of other scripts, as <see cref="RoomForCommon"/> does.</summary>
    public Matrix<float> RoomForForeign(int tokens, int columns) => Room(ref _ofForeign, tokens, columns);

    /// <inheritdoc />
    public void Dispose()
    {
        _ofCommon?.Dispose();
        _ofForeign?.Dispose();
    }

    private Span<float> Common(int token) => _ofCommon!.Span(token, 1)[.._common];

    private static Matrix<float> Room(ref Matrix<float>? rows, int tokens, int columns)
    {
        if (rows is null || rows.Rows < tokens)
        {
            rows?.Dispose();
            rows = new Matrix<float>(tokens, columns);
        }
        return rows.Part(0, tokens);
    }
}
