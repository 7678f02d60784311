using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Attention of rows to the tokens before: every pass keeps its keys and values.</summary>
/// <remarks>
/// When hypotheses are exchanged no key or value moves: for every row there is a list of the row it was in each pass.
/// </remarks>
/// <param name="heads">Attention heads.</param>
/// <param name="layers">Layers.</param>
internal sealed class SelfAttention(int heads, int layers) : IDisposable
{
    private readonly List<Pass> _passes = [];
    private int[][] _rowInPass = [];
    private float[] _scores = [];

    /// <summary>Tokens of a row that have been passed.</summary>
    public int Length { get; private set; }

    /// <summary>Begins a pass.</summary>
    /// <param name="parents">New row i continues this row of the pass before; the rows themselves in the first pass.</param>
    /// <param name="tokens">Tokens of a row.</param>
    public void Begin(ReadOnlySpan<int> parents, int tokens)
    {
        var rows = new int[parents.Length][];
        for (var i = 0; i < rows.Length; i++) rows[i] = _passes.Count == 0 ? [i] : [.. _rowInPass[parents[i]], i];
        _rowInPass = rows;
        _passes.Add(new Pass(tokens, new Matrix<float>?[layers]));
        Length += tokens;
    }

    /// <summary>Attends with all heads of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="projected">Queries, keys and values side by side, [rows · tokens, 3 · heads · width].</param>
    /// <param name="output">[rows · tokens, heads · width].</param>
    public void Attend(int layer, Matrix<float> projected, Matrix<float> output)
    {
        var current = _passes[^1];
        var width = output.Columns;
        var kept = current.Layers[layer] = new Matrix<float>(projected.Rows, 2 * width);
        for (var i = 0; i < projected.Rows; i++) projected.Span(i, 1)[width..].CopyTo(kept.Span(i, 1));
        if (_scores.Length < Length * heads) _scores = new float[2 * Length * heads];
        output.Span(0, output.Rows).Clear();
        for (var row = 0; row < _rowInPass.Length; row++)
        {
            for (var token = 0; token < current.Tokens; token++)
            {
                var at = (row * current.Tokens) + token;
                Attend(
                    layer, row, Length - current.Tokens + token + 1, width / heads, projected.Span(at, 1)[..width], output.Span(at, 1));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var pass in _passes)
        {
            foreach (var layer in pass.Layers) layer?.Dispose();
        }
    }

    /// <summary>One token of one row, over the first tokens of its row.</summary>
    private void Attend(int layer, int row, int count, int headWidth, ReadOnlySpan<float> query, Span<float> output)
    {
        var width = heads * headWidth;
        var at = 0;
        for (var p = 0; at < count; p++)
        {
            var kept = _passes[p].Layers[layer]!;
            for (var t = 0; t < _passes[p].Tokens && at < count; t++, at++)
            {
                var keys = kept.Span((_rowInPass[row][p] * _passes[p].Tokens) + t, 1);
                for (var head = 0; head < heads; head++)
                {
                    var from = head * headWidth;
                    _scores[(head * count) + at] = TensorPrimitives.Dot(
                        query.Slice(from, headWidth), keys.Slice(from, headWidth));
                }
            }
        }
        for (var head = 0; head < heads; head++)
        {
            var scores = _scores.AsSpan(head * count, count);
            TensorPrimitives.Subtract(scores, TensorPrimitives.Max((ReadOnlySpan<float>)scores), scores);
            TensorPrimitives.Multiply(scores, 1 / MathF.Sqrt(headWidth), scores);
            TensorPrimitives.Exp(scores, scores);
            TensorPrimitives.Multiply(scores, 1 / TensorPrimitives.Sum((ReadOnlySpan<float>)scores), scores);
        }
        at = 0;
        for (var p = 0; at < count; p++)
        {
            var kept = _passes[p].Layers[layer]!;
            for (var t = 0; t < _passes[p].Tokens && at < count; t++, at++)
            {
                var values = kept.Span((_rowInPass[row][p] * _passes[p].Tokens) + t, 1)[width..];
                for (var head = 0; head < heads; head++)
                {
                    var from = head * headWidth;
                    var sum = output.Slice(from, headWidth);
                    TensorPrimitives.MultiplyAdd(values.Slice(from, headWidth), _scores[(head * count) + at], sum, sum);
                }
            }
        }
    }

    /// <param name="Tokens">Tokens of a row.</param>
    /// <param name="Layers">For each layer keys and values side by side, [rows · tokens, 2 · width].</param>
    private sealed record Pass(int Tokens, Matrix<float>?[] Layers);
}
