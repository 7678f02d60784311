using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Attention of the queries of one window to its compact keys and values.</summary>
/// <remarks>
/// Keys and values are widened to floating point as they are read, once for five queries, the rows of a beam: reading them from memory
/// is what costs. With AVX-512 five queries keep twenty vectors of results in registers; elsewhere <see cref="Vector{T}"/> computes the
/// same sums in the same order, up to the rounding of vectors of another length.
/// </remarks>
internal sealed unsafe class CrossAttentionKernel
{
    /// <summary>Queries computed together.</summary>
    private const int Group = 5;

    private const int Width = CompactCrossAttention.Width;
    private const int Block = CompactCrossAttention.Block;

    private readonly float[] _queries = GC.AllocateUninitializedArray<float>(Group * Width, pinned: true);
    private readonly float[] _mixed = GC.AllocateUninitializedArray<float>(Group * Width, pinned: true);
    private readonly float[] _block = GC.AllocateUninitializedArray<float>(Block * Width, pinned: true);
    private float[] _weights = [];

    /// <summary>Indicates whether the processor's own instructions are used; false for tests of the portable code.</summary>
    internal bool Accelerated { get; init; } = Avx512F.IsSupported;

    /// <summary>Attends with all heads of a layer.</summary>
    /// <param name="window">Keys and values.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="queries">[count, heads · 64].</param>
    /// <param name="count">Number of queries.</param>
    /// <param name="output">As queries.</param>
    /// <param name="observer">Told the weights [positions] of a query and a head; null for nobody.</param>
    public void Attend(
        CompactCrossAttention window, int layer, ReadOnlySpan<float> queries, int count, Span<float> output,
        AttentionObserver? observer = null)
    {
        var width = queries.Length / count;
        var stride = window.Blocks * Block;
        if (_weights.Length < Group * stride) _weights = GC.AllocateUninitializedArray<float>(Group * stride, pinned: true);
        for (var first = 0; first < count; first += Group)
        {
            var size = Math.Min(Group, count - first);
            for (var head = 0; head < width / Width; head++)
            {
                var scale = window.KeyScale(layer, head);
                for (var i = 0; i < size; i++)
                {
                    var query = _queries.AsSpan(i * Width, Width);
                    TensorPrimitives.Multiply(queries.Slice(((first + i) * width) + (head * Width), Width), scale, query);
                    TensorPrimitives.Multiply(query, 1 / MathF.Sqrt(Width), query);
                }
                _queries.AsSpan(size * Width).Clear();
                Scores(window.Keys(layer, head), window.Blocks, size, stride);
                for (var i = 0; i < size; i++)
                {
                    var weights = _weights.AsSpan(i * stride, window.Positions);
                    TensorPrimitives.Subtract(weights, TensorPrimitives.Max((ReadOnlySpan<float>)weights), weights);
                    TensorPrimitives.Exp(weights, weights);
                    TensorPrimitives.Multiply(weights, 1 / TensorPrimitives.Sum((ReadOnlySpan<float>)weights), weights);
                    observer?.Invoke(head, first + i, weights);
                }
                _weights.AsSpan(size * stride, (Group - size) * stride).Clear();
                Mix(window.Values(layer, head), window.Positions, size, stride);
                for (var i = 0; i < size; i++)
                {
                    TensorPrimitives.MultiplyAdd(
                        _mixed.AsSpan(i * Width, Width), window.ValueScale(layer, head), window.ValueCentre(layer, head),
                        output.Slice(((first + i) * width) + (head * Width), Width));
                }
            }
        }
    }

    /// <summary>Products of the group's queries with the keys of all positions.</summary>
    private void Scores(sbyte* keys, int blocks, int size, int stride)
    {
        fixed (float* queries = _queries, weights = _weights, block = _block)
        {
            if (Accelerated && size == 1) ScoresOfOne(keys, blocks, queries, weights);
            else if (Accelerated) ScoresOfFive(keys, blocks, queries, weights, stride);
            else for (var b = 0; b < blocks; b++) PortableScores(
                keys + (b * Block * Width), block, size, queries, weights + (b * Block), stride);
        }
    }

    /// <summary>Sums of the values of all positions by the group's weights.</summary>
    private void Mix(sbyte* values, int positions, int size, int stride)
    {
        fixed (float* weights = _weights, mixed = _mixed, block = _block)
        {
            if (Accelerated && size == 1)
            {
                MixOfOne(values, positions, weights, mixed);
            }
            else if (Accelerated)
            {
                MixOfFive(values, positions, weights, stride, mixed);
            }
            else
            {
                new Span<float>(mixed, size * Width).Clear();
                for (var at = 0; at < positions; at += Block)
                    PortableMix(values + (at * Width), Math.Min(Block, positions - at), block, size, weights + at, stride, mixed);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(sbyte* from) => Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(from)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfFive(sbyte* keys, int blocks, float* queries, float* scores, int stride)
    {
        for (var b = 0; b < blocks; b++, scores += Block)
        {
            Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default;
            Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default;
            for (var channel = 0; channel < Width; channel++, keys += Block)
            {
                var (low, high) = (Load(keys), Load(keys + 16));
                var query = Vector512.Create(queries[channel]);
                (a0, b0) = (Vector512.FusedMultiplyAdd(low, query, a0), Vector512.FusedMultiplyAdd(high, query, b0));
                query = Vector512.Create(queries[channel + Width]);
                (a1, b1) = (Vector512.FusedMultiplyAdd(low, query, a1), Vector512.FusedMultiplyAdd(high, query, b1));
                query = Vector512.Create(queries[channel + (2 * Width)]);
                (a2, b2) = (Vector512.FusedMultiplyAdd(low, query, a2), Vector512.FusedMultiplyAdd(high, query, b2));
                query = Vector512.Create(queries[channel + (3 * Width)]);
                (a3, b3) = (Vector512.FusedMultiplyAdd(low, query, a3), Vector512.FusedMultiplyAdd(high, query, b3));
                query = Vector512.Create(queries[channel + (4 * Width)]);
                (a4, b4) = (Vector512.FusedMultiplyAdd(low, query, a4), Vector512.FusedMultiplyAdd(high, query, b4));
            }
            a0.Store(scores);
            b0.Store(scores + 16);
            a1.Store(scores + stride);
            b1.Store(scores + stride + 16);
            a2.Store(scores + (2 * stride));
            b2.Store(scores + (2 * stride) + 16);
            a3.Store(scores + (3 * stride));
            b3.Store(scores + (3 * stride) + 16);
            a4.Store(scores + (4 * stride));
            b4.Store(scores + (4 * stride) + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfOne(sbyte* keys, int blocks, float* queries, float* scores)
    {
        for (var b = 0; b < blocks; b++, scores += Block)
        {
            Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default;
            for (var channel = 0; channel < Width; channel += 2, keys += 2 * Block)
            {
                var query = Vector512.Create(queries[channel]);
                (a0, b0) = (Vector512.FusedMultiplyAdd(Load(keys), query, a0), Vector512.FusedMultiplyAdd(Load(keys + 16), query, b0));
                query = Vector512.Create(queries[channel + 1]);
                (a1, b1) = (Vector512.FusedMultiplyAdd(
                    Load(keys + Block), query, a1), Vector512.FusedMultiplyAdd(Load(keys + Block + 16), query, b1));
            }
            (a0 + a1).Store(scores);
            (b0 + b1).Store(scores + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixOfFive(sbyte* values, int positions, float* weights, int stride, float* mixed)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        Vector512<float> e0 = default, e1 = default, e2 = default, e3 = default;
        for (var at = 0; at < positions; at++, values += Width)
        {
            var (v0, v1, v2, v3) = (Load(values), Load(values + 16), Load(values + 32), Load(values + 48));
            var weight = Vector512.Create(weights[at]);
            (a0, a1) = (Vector512.FusedMultiplyAdd(v0, weight, a0), Vector512.FusedMultiplyAdd(v1, weight, a1));
            (a2, a3) = (Vector512.FusedMultiplyAdd(v2, weight, a2), Vector512.FusedMultiplyAdd(v3, weight, a3));
            weight = Vector512.Create(weights[at + stride]);
            (b0, b1) = (Vector512.FusedMultiplyAdd(v0, weight, b0), Vector512.FusedMultiplyAdd(v1, weight, b1));
            (b2, b3) = (Vector512.FusedMultiplyAdd(v2, weight, b2), Vector512.FusedMultiplyAdd(v3, weight, b3));
            weight = Vector512.Create(weights[at + (2 * stride)]);
            (c0, c1) = (Vector512.FusedMultiplyAdd(v0, weight, c0), Vector512.FusedMultiplyAdd(v1, weight, c1));
            (c2, c3) = (Vector512.FusedMultiplyAdd(v2, weight, c2), Vector512.FusedMultiplyAdd(v3, weight, c3));
            weight = Vector512.Create(weights[at + (3 * stride)]);
            (d0, d1) = (Vector512.FusedMultiplyAdd(v0, weight, d0), Vector512.FusedMultiplyAdd(v1, weight, d1));
            (d2, d3) = (Vector512.FusedMultiplyAdd(v2, weight, d2), Vector512.FusedMultiplyAdd(v3, weight, d3));
            weight = Vector512.Create(weights[at + (4 * stride)]);
            (e0, e1) = (Vector512.FusedMultiplyAdd(v0, weight, e0), Vector512.FusedMultiplyAdd(v1, weight, e1));
            (e2, e3) = (Vector512.FusedMultiplyAdd(v2, weight, e2), Vector512.FusedMultiplyAdd(v3, weight, e3));
        }
        Store(a0, a1, a2, a3, mixed);
        Store(b0, b1, b2, b3, mixed + Width);
        Store(c0, c1, c2, c3, mixed + (2 * Width));
        Store(d0, d1, d2, d3, mixed + (3 * Width));
        Store(e0, e1, e2, e3, mixed + (4 * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixOfOne(sbyte* values, int positions, float* weights, float* mixed)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (var at = 0; at < positions; at += 2, values += 2 * Width)
        {
            var weight = Vector512.Create(weights[at]);
            (a0, a1) = (Vector512.FusedMultiplyAdd(Load(values), weight, a0), Vector512.FusedMultiplyAdd(Load(values + 16), weight, a1));
            (a2, a3) =
                (Vector512.FusedMultiplyAdd(Load(values + 32), weight, a2), Vector512.FusedMultiplyAdd(Load(values + 48), weight, a3));
            if (at + 1 == positions) break;
            weight = Vector512.Create(weights[at + 1]);
            (b0, b1) =
                (Vector512.FusedMultiplyAdd(Load(values + 64), weight, b0), Vector512.FusedMultiplyAdd(Load(values + 80), weight, b1));
            (b2, b3) =
                (Vector512.FusedMultiplyAdd(Load(values + 96), weight, b2), Vector512.FusedMultiplyAdd(Load(values + 112), weight, b3));
        }
        Store(a0 + b0, a1 + b1, a2 + b2, a3 + b3, mixed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3, float* to)
    {
        v0.Store(to);
        v1.Store(to + 16);
        v2.Store(to + 32);
        v3.Store(to + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PortableScores(sbyte* keys, float* block, int size, float* queries, float* scores, int stride)
    {
        Widen(keys, block, Block * Width);
        for (var i = 0; i < size; i++)
        {
            for (var at = 0; at < Block; at += Vector<float>.Count)
            {
                Vector<float> even = default, odd = default;
                for (var channel = 0; channel < Width; channel += 2)
                {
                    var from = block + (channel * Block) + at;
                    even = Vector.FusedMultiplyAdd(Vector.Load(from), new Vector<float>(queries[(i * Width) + channel]), even);
                    odd = Vector.FusedMultiplyAdd(Vector.Load(from + Block), new Vector<float>(queries[(i * Width) + channel + 1]), odd);
                }
                (even + odd).Store(scores + (i * stride) + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PortableMix(sbyte* values, int positions, float* block, int size, float* weights, int stride, float* mixed)
    {
        Widen(values, block, positions * Width);
        for (var i = 0; i < size; i++)
        {
            for (var channel = 0; channel < Width; channel += Vector<float>.Count)
            {
                var sum = Vector.Load(mixed + (i * Width) + channel);
                Vector<float> odd = default;
                for (var at = 0; at < positions; at++)
                {
                    var (from, weight) = (Vector.Load(block + (at * Width) + channel), new Vector<float>(weights[(i * stride) + at]));
                    if (at % 2 == 0) sum = Vector.FusedMultiplyAdd(from, weight, sum);
                    else odd = Vector.FusedMultiplyAdd(from, weight, odd);
                }
                (sum + odd).Store(mixed + (i * Width) + channel);
            }
        }
    }

    private static void Widen(sbyte* from, float* to, int count)
        => TensorPrimitives.ConvertTruncating<sbyte, float>(new ReadOnlySpan<sbyte>(from, count), new Span<float>(to, count));
}
