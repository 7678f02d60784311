using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Attention of rows to the tokens before: every pass leaves its keys and values where ONNX Runtime has put them.</summary>
/// <remarks>
/// When hypotheses are exchanged no key or value moves: for every row there is a list of the row it was in each pass.
/// </remarks>
/// <param name="heads">Attention heads.</param>
/// <param name="layers">Layers.</param>
internal sealed unsafe class SelfAttention(int heads, int layers) : IDisposable
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
        _passes.Add(new Pass(tokens, new OrtValue[layers], new OrtValue[layers], new nint[2 * layers]));
        Length += tokens;
    }

    /// <summary>Attends with all heads of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="queries">[rows, tokens, heads · width].</param>
    /// <param name="keys">As queries; owned by this object from now on.</param>
    /// <param name="values">As keys.</param>
    /// <param name="output">As queries.</param>
    public void Attend(int layer, ReadOnlySpan<float> queries, OrtValue keys, OrtValue values, Span<float> output)
    {
        var current = _passes[^1];
        (current.Keys[layer], current.Values[layer]) = (keys, values);
        // Asking ONNX Runtime where a tensor is takes longer than attending to it; its memory does not move.
        (current.Starts[2 * layer], current.Starts[(2 * layer) + 1]) = (Start(keys), Start(values));
        var width = queries.Length / (_rowInPass.Length * current.Tokens);
        var headWidth = width / heads;
        if (_scores.Length < Length * heads) _scores = new float[2 * Length * heads];
        output.Clear();
        for (var row = 0; row < _rowInPass.Length; row++)
        {
            for (var token = 0; token < current.Tokens; token++)
            {
                var at = ((row * current.Tokens) + token) * width;
                Attend(layer, row, Length - current.Tokens + token + 1, headWidth, queries.Slice(at, width), output.Slice(at, width));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var pass in _passes)
        {
            for (var layer = 0; layer < layers; layer++)
            {
                pass.Keys[layer]?.Dispose();
                pass.Values[layer]?.Dispose();
            }
        }
    }

    /// <summary>One token of one row, over the first tokens of its row.</summary>
    private void Attend(int layer, int row, int count, int headWidth, ReadOnlySpan<float> query, Span<float> output)
    {
        var width = heads * headWidth;
        var at = 0;
        for (var p = 0; at < count; p++)
        {
            var keys = Of(2 * layer, p, row, width);
            for (var t = 0; t < _passes[p].Tokens && at < count; t++, at++)
            {
                for (var head = 0; head < heads; head++)
                {
                    var from = head * headWidth;
                    _scores[(head * count) + at] = TensorPrimitives.Dot(
                        query.Slice(from, headWidth), keys.Slice((t * width) + from, headWidth));
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
            var values = Of((2 * layer) + 1, p, row, width);
            for (var t = 0; t < _passes[p].Tokens && at < count; t++, at++)
            {
                for (var head = 0; head < heads; head++)
                {
                    var from = head * headWidth;
                    var sum = output.Slice(from, headWidth);
                    TensorPrimitives.MultiplyAdd(values.Slice((t * width) + from, headWidth), _scores[(head * count) + at], sum, sum);
                }
            }
        }
    }

    /// <summary>A row's part of the keys or values of a pass.</summary>
    private ReadOnlySpan<float> Of(int tensor, int pass, int row, int width)
    {
        var size = _passes[pass].Tokens * width;
        return new ReadOnlySpan<float>((float*)_passes[pass].Starts[tensor] + ((nint)_rowInPass[row][pass] * size), size);
    }

    private static nint Start(OrtValue tensor)
    {
        fixed (float* start = tensor.GetTensorDataAsSpan<float>()) return (nint)start;
    }

    /// <param name="Tokens">Tokens of a row.</param>
    /// <param name="Keys">For each layer [rows, tokens, width].</param>
    /// <param name="Values">As keys.</param>
    /// <param name="Starts">Offsets of the keys and the values of each layer.</param>
    private sealed record Pass(int Tokens, OrtValue[] Keys, OrtValue[] Values, nint[] Starts);
}
