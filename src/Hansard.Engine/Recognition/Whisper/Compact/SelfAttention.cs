using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Attention of rows to the tokens before: every pass keeps its keys and values.</summary>
/// <remarks>
/// When hypotheses are exchanged no key or value moves: for every row there is a list of the row it was in each pass. Rows begin at any
/// pass, and what no row is left of is forgotten.
/// </remarks>
/// <param name="heads">Attention heads, 64 wide.</param>
/// <param name="layers">Layers.</param>
internal sealed unsafe class SelfAttention(int heads, int layers) : IDisposable
{
    private const int Width = CompactCrossAttention.Width;

    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly List<Pass> _passes = [];

    // Passes that are forgotten.
    private int _forgotten;
    private Row[] _rows = [];
    private float[] _scores = [];

    /// <summary>For each token of the pass the tokens of its row before it.</summary>
    public IReadOnlyList<int> Positions { get; private set; } = [];

    /// <summary>Passes whose keys and values are kept.</summary>
    public int Passes => _passes.Count;

    /// <summary>Begins a pass.</summary>
    /// <param name="rows">Its rows.</param>
    public void Begin(IReadOnlyList<PassRow> rows)
    {
        var next = new Row[rows.Count];
        var firsts = new int[rows.Count];
        List<int> positions = [];
        for (var i = 0; i < next.Length; i++)
        {
            var (_, parent, tokens) = rows[i];
            var before = parent < 0 ? new Row(_forgotten + _passes.Count, [], 0) : _rows[parent];
            next[i] = new Row(before.First, [.. before.InPass, i], before.Length + tokens);
            firsts[i] = positions.Count;
            positions.AddRange(Enumerable.Range(before.Length, tokens));
        }
        (_rows, Positions) = (next, positions);
        _passes.Add(new Pass(firsts, [.. rows.Select(row => row.Tokens)], new Matrix<float>?[layers]));
        var first = next.Min(row => row.First);
        for (; _forgotten < first; _forgotten++)
        {
            _passes[0].Dispose();
            _passes.RemoveAt(0);
        }
    }

    /// <summary>Keeps the cross attention of the rows of this pass with it.</summary>
    /// <param name="ofRow">For each row; null where none is kept.</param>
    public void Keep(float[]?[] ofRow) => _passes[^1].Attention = ofRow;

    /// <summary>The cross attention that was kept of a row since it began; null if none was.</summary>
    /// <param name="row">A row of this pass.</param>
    public IReadOnlyList<float[]>? KeptOf(int row)
    {
        var (first, inPass, _) = _rows[row];
        if (_passes[^1].Attention?[row] is null) return null;
        return [.. inPass.Select((at, pass) => _passes[first - _forgotten + pass].Attention![at]!)];
    }

    /// <summary>Attends with all heads of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="projected">Queries, keys and values side by side, [tokens, 3 · heads · 64].</param>
    /// <param name="output">[tokens, heads · 64].</param>
    public void Attend(int layer, Matrix<float> projected, Matrix<float> output)
    {
        var current = _passes[^1];
        var width = output.Columns;
        var kept = current.Layers[layer] = new Matrix<float>(projected.Rows, 2 * width);
        for (var i = 0; i < projected.Rows; i++) projected.Span(i, 1)[width..].CopyTo(kept.Span(i, 1));
        var longest = _rows.Max(row => row.Length);
        if (_scores.Length < Padded(longest) * heads)
            _scores = GC.AllocateUninitializedArray<float>(2 * Padded(longest) * heads, pinned: true);
        for (var row = 0; row < _rows.Length; row++)
        {
            for (var token = 0; token < current.Tokens[row]; token++)
            {
                var at = current.First[row] + token;
                Attend(layer, _rows[row], _rows[row].Length - current.Tokens[row] + token + 1, projected.Row(at), output.Row(at));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var pass in _passes) pass.Dispose();
    }

    /// <summary>One token of a row, over the first tokens of the row.</summary>
    private void Attend(int layer, Row row, int count, float* query, float* output)
    {
        var stride = Padded(count);
        var shares = stackalloc float[heads];
        fixed (float* scores = _scores)
        {
            var at = 0;
            for (var p = 0; at < count; p++)
            {
                var (keys, tokens) = Kept(layer, row, p);
                for (var t = 0; t < tokens && at < count; t++, at++)
                    for (var head = 0; head < heads; head++)
                        scores[(head * stride) + at] = Dot(query + (head * Width), keys.Row(t) + (head * Width));
            }
            for (var head = 0; head < heads; head++)
                shares[head] = 1 / _kernels.Exponentials(scores + (head * stride), count, 1 / MathF.Sqrt(Width));
            new Span<float>(output, heads * Width).Clear();
            at = 0;
            for (var p = 0; at < count; p++)
            {
                var (values, tokens) = Kept(layer, row, p);
                for (var t = 0; t < tokens && at < count; t++, at++)
                {
                    for (var head = 0; head < heads; head++)
                    {
                        Add(
                            values.Row(t) + ((heads + head) * Width), scores[(head * stride) + at] * shares[head],
                            output + (head * Width));
                    }
                }
            }
        }
    }

    /// <summary>Tokens before, filled up to whole vectors.</summary>
    private static int Padded(int count) => (count + Kernels.Step - 1) & -Kernels.Step;

    /// <summary>Keys and values of the tokens that a row has in a pass.</summary>
    private (KeptRows Rows, int Tokens) Kept(int layer, Row row, int pass)
    {
        var kept = _passes[row.First - _forgotten + pass];
        var inPass = row.InPass[pass];
        return (new KeptRows(kept.Layers[layer]!, kept.First[inPass]), kept.Tokens[inPass]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(float* a, float* b)
    {
        var low = (Vector512.Load(a) * Vector512.Load(b)) + (Vector512.Load(a + 16) * Vector512.Load(b + 16));
        var high = (Vector512.Load(a + 32) * Vector512.Load(b + 32)) + (Vector512.Load(a + 48) * Vector512.Load(b + 48));
        return Vector512.Sum(low + high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* values, float weight, float* sum)
    {
        var factor = Vector512.Create(weight);
        for (var i = 0; i < Width; i += 16)
            Vector512.FusedMultiplyAdd(Vector512.Load(values + i), factor, Vector512.Load(sum + i)).Store(sum + i);
    }

    /// <summary>A row.</summary>
    /// <param name="First">The pass in which it began.</param>
    /// <param name="InPass">Its number in that pass and in each since.</param>
    /// <param name="Length">Its tokens.</param>
    private sealed record Row(int First, int[] InPass, int Length);

    /// <summary>Neighbouring rows of a matrix.</summary>
    private readonly record struct KeptRows(Matrix<float> All, int First)
    {
        public float* Row(int row) => All.Row(First + row);
    }

    /// <param name="First">For each row the place of its first token.</param>
    /// <param name="Tokens">For each row its tokens.</param>
    /// <param name="Layers">For each layer keys and values side by side, [tokens, 2 · width].</param>
    private sealed record Pass(int[] First, int[] Tokens, Matrix<float>?[] Layers) : IDisposable
    {
        /// <summary>For each row what it attends to in its window; null where it is not kept.</summary>
        public float[]?[]? Attention { get; set; }

        public void Dispose()
        {
            foreach (var layer in Layers) layer?.Dispose();
        }
    }
}
