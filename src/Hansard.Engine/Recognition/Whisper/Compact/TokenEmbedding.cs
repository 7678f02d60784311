using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>The vectors of tokens, with those of their positions added.</summary>
internal sealed unsafe class TokenEmbedding
{
    private readonly int _width;
    private readonly sbyte[] _tokens;
    private readonly float[] _scales;
    private readonly float[] _positions;

    /// <summary>Takes the vectors.</summary>
    /// <param name="tokens">The layer that turns a vector into the logits of tokens, which has a token's own vector as weights.</param>
    /// <param name="positions">[positions, width].</param>
    public TokenEmbedding(LayerWeights tokens, float[] positions)
    {
        (_width, _scales, _positions) = (tokens.Inputs, tokens.Scales, positions);
        // A token's vector in one place.
        _tokens = Transposition.Turn(tokens.Values, tokens.Inputs, tokens.Outputs);
        // A span of a file does not keep it mapped.
        GC.KeepAlive(tokens);
    }

    /// <summary>Writes the vector of a token.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="position">Tokens before it.</param>
    /// <param name="vector">[width].</param>
    public void Write(int token, int position, float* vector)
    {
        var scale = _scales[token];
        var from = _tokens.AsSpan(token * _width, _width);
        var at = _positions.AsSpan(position * _width, _width);
        for (var i = 0; i < _width; i++) vector[i] = (from[i] * scale) + at[i];
    }
}
