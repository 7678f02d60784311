using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Attention of all positions of a window to each other, in 8-bit integers.</summary>
/// <remarks>
/// A channel of the keys has a scale of its own, which is folded into the queries, and its mean, which adds the same to all scores of a
/// query, is left out. Values are kept as differences from their channel's mean: what rounding takes from small weights, which are many
/// where attention is diffuse, becomes that mean instead of nothing.
/// </remarks>
/// <param name="heads">Heads, of 64 channels each.</param>
internal sealed unsafe class EncoderAttention(int heads) : IDisposable
{
    /// <summary>Channels of a head, in every Whisper.</summary>
    public const int Width = 64;

    /// <summary>Queries whose scores are held at once: with 1500 positions they fit into a processor's own cache.</summary>
    private const int QueryBlock = 256;

    /// <summary>Positions are filled up to a multiple of this.</summary>
    private const int Step = 16;

    // Queries have a sign, and integers of rows have none.
    private const byte Zero = 128;

    private readonly IntegerProduct _scores = IntegerProduct.Of(Zero);
    private readonly IntegerProduct _mixed = IntegerProduct.Of(0);

    /// <summary>Attends.</summary>
    /// <param name="projected">Queries, keys and values side by side, [positions, 3 · heads · 64]; queries are overwritten.</param>
    /// <param name="output">[positions, heads · 64].</param>
    public void Attend(Matrix<float> projected, Matrix<float> output)
    {
        var positions = projected.Rows;
        var padded = (positions + Step - 1) / Step * Step;
        var width = heads * Width;
        var (keyScales, keyMeans) = (new float[width], new float[width]);
        var (valueScales, valueMeans) = (new float[width], new float[width]);
        Measure(projected, width, keyScales, keyMeans);
        Measure(projected, 2 * width, valueScales, valueMeans);
        var queryScales = new float[positions];
        using var queries = new Matrix<byte>(positions, Width);
        using var keys = new Matrix<sbyte>(Width, padded);
        using var values = new Matrix<sbyte>(padded, Width);
        using var scores = new Matrix<int>(Math.Min(QueryBlock, positions), padded);
        using var weights = new Matrix<byte>(Math.Min(QueryBlock, positions), padded);
        using var mixed = new Matrix<int>(Math.Min(QueryBlock, positions), Width);
        var norms = new float[scores.Rows];
        using var keyTensor = keys.Tensor(0, Width);
        using var valueTensor = values.Tensor(0, padded);
        for (var head = 0; head < heads; head++)
        {
            var at = head * Width;
            PackQueries(projected, at, keyScales.AsSpan(at, Width), queries, queryScales);
            PackKeys(projected, width + at, keyScales.AsSpan(at, Width), keyMeans.AsSpan(at, Width), keys);
            PackValues(projected, (2 * width) + at, valueScales.AsSpan(at, Width), valueMeans.AsSpan(at, Width), values);
            for (var first = 0; first < positions; first += QueryBlock)
            {
                var count = Math.Min(QueryBlock, positions - first);
                using var queryTensor = queries.Tensor(first, count);
                using var scoreTensor = scores.Tensor(0, count);
                using var weightTensor = weights.Tensor(0, count);
                using var mixedTensor = mixed.Tensor(0, count);
                _scores.Multiply(queryTensor, keyTensor, scoreTensor);
                for (var i = 0; i < count; i++)
                    norms[i] = Softmax(scores.Row(i), positions, padded, queryScales[first + i], weights.Row(i));
                _mixed.Multiply(weightTensor, valueTensor, mixedTensor);
                for (var i = 0; i < count; i++)
                {
                    Finish(
                        mixed.Row(i), norms[i], valueScales.AsSpan(at, Width), valueMeans.AsSpan(at, Width), output.Row(first + i) + at);
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _scores.Dispose();
        _mixed.Dispose();
    }

    /// <summary>Means of channels, and steps that reach from there to their extremes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure(Matrix<float> projected, int first, Span<float> scales, Span<float> means)
    {
        var share = Vector512.Create(1f / projected.Rows);
        for (var channel = 0; channel < scales.Length; channel += Vector512<float>.Count)
        {
            var from = projected.Start + first + channel;
            var (least, most, sum) = (Vector512.Load(from), Vector512.Load(from), Vector512<float>.Zero);
            for (var i = 0; i < projected.Rows; i++, from += projected.Columns)
            {
                var value = Vector512.Load(from);
                (least, most, sum) = (Vector512.MinNative(least, value), Vector512.MaxNative(most, value), sum + value);
            }
            var mean = sum * share;
            mean.CopyTo(means[channel..]);
            (Vector512.MaxNative(most - mean, mean - least) * Vector512.Create(1f / sbyte.MaxValue)).CopyTo(scales[channel..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackQueries(Matrix<float> projected, int first, ReadOnlySpan<float> keyScales, Matrix<byte> queries, float[] scales)
    {
        var (s0, s1, s2, s3) = Load(keyScales, 1 / MathF.Sqrt(Width));
        for (var i = 0; i < projected.Rows; i++)
        {
            var from = projected.Row(i) + first;
            var (q0, q1) = (Vector512.Load(from) * s0, Vector512.Load(from + 16) * s1);
            var (q2, q3) = (Vector512.Load(from + 32) * s2, Vector512.Load(from + 48) * s3);
            var most = Vector512.MaxNative(
                Vector512.MaxNative(Vector512.Abs(q0), Vector512.Abs(q1)), Vector512.MaxNative(Vector512.Abs(q2), Vector512.Abs(q3)));
            var greatest = Greatest(most);
            scales[i] = greatest / sbyte.MaxValue;
            var inverse = Vector512.Create(greatest > 0 ? sbyte.MaxValue / greatest : 0);
            var to = queries.Row(i);
            var zero = Vector512.Create((int)Zero);
            RowQuantisation.Store(RowQuantisation.Round(q0 * inverse) + zero, to);
            RowQuantisation.Store(RowQuantisation.Round(q1 * inverse) + zero, to + 16);
            RowQuantisation.Store(RowQuantisation.Round(q2 * inverse) + zero, to + 32);
            RowQuantisation.Store(RowQuantisation.Round(q3 * inverse) + zero, to + 48);
        }
    }

    /// <summary>Keys stand channel by channel, as the columns of a product do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackKeys(
        Matrix<float> projected, int first, ReadOnlySpan<float> scales, ReadOnlySpan<float> means, Matrix<sbyte> keys)
    {
        var block = stackalloc byte[Step * Width];
        for (var at = 0; at < keys.Columns; at += Step)
        {
            var count = Math.Min(Step, projected.Rows - at);
            new Span<byte>(block, Step * Width).Clear();
            for (var i = 0; i < count; i++) PackRow(projected.Row(at + i) + first, scales, means, block + (i * Width));
            for (var channel = 0; channel < Width; channel++)
            {
                var to = (byte*)keys.Row(channel) + at;
                for (var i = 0; i < Step; i++) to[i] = block[(i * Width) + channel];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackValues(
        Matrix<float> projected, int first, ReadOnlySpan<float> scales, ReadOnlySpan<float> means, Matrix<sbyte> values)
    {
        for (var i = 0; i < projected.Rows; i++) PackRow(projected.Row(i) + first, scales, means, (byte*)values.Row(i));
        new Span<sbyte>(values.Row(projected.Rows), (values.Rows - projected.Rows) * Width).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackRow(float* from, ReadOnlySpan<float> scales, ReadOnlySpan<float> means, byte* to)
    {
        for (var i = 0; i < Width; i += Vector512<float>.Count)
        {
            var scale = Vector512.Create(scales[i..]);
            var value = (Vector512.Load(from + i) - Vector512.Create(means[i..])) / scale;
            // A channel that is always the same has no scale.
            RowQuantisation.Store(
                RowQuantisation.Round(Vector512.ConditionalSelect(Vector512.Equals(scale, default), default, value)), to + i);
        }
    }

    /// <summary>Weights of a query, where its greatest is 255.</summary>
    /// <param name="scores">The query's products with the keys.</param>
    /// <param name="count">Positions.</param>
    /// <param name="padded">Positions, filled up.</param>
    /// <param name="scale">The value of 1.</param>
    /// <param name="weights">Receives them; 0 for what is filled up.</param>
    /// <returns>The sum of the weights before they were rounded.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Softmax(int* scores, int count, int padded, float scale, byte* weights)
    {
        var whole = count & -Step;
        var rest = Vector512.LessThan(
            Vector512.CreateSequence(0, 1), Vector512.Create(count - whole));
        var most = Vector512.Create(int.MinValue);
        for (var i = 0; i < whole; i += Step) most = Vector512.Max(most, Vector512.Load(scores + i));
        if (whole < padded)
            most = Vector512.Max(most, Vector512.ConditionalSelect(rest, Vector512.Load(scores + whole), Vector512.Create(int.MinValue)));
        var greatest = most[0];
        for (var i = 1; i < Step; i++) greatest = Math.Max(greatest, most[i]);

        var (top, step, full) = (Vector512.Create(greatest), Vector512.Create(scale), Vector512.Create((float)byte.MaxValue));
        Vector512<float> sum = default;
        for (var i = 0; i < padded; i += Step)
        {
            var weight = Activations.Exp(Vector512.ConvertToSingle(Vector512.Load(scores + i) - top) * step) * full;
            if (i >= whole) weight = Vector512.ConditionalSelect(rest.AsSingle(), weight, default);
            sum += weight;
            RowQuantisation.Store(RowQuantisation.Round(weight), weights + i);
        }
        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(int* sums, float norm, ReadOnlySpan<float> scales, ReadOnlySpan<float> means, float* output)
    {
        var share = Vector512.Create(1 / norm);
        for (var i = 0; i < Width; i += Vector512<float>.Count)
        {
            var value = Vector512.ConvertToSingle(Vector512.Load(sums + i)) * share;
            Vector512.FusedMultiplyAdd(value, Vector512.Create(scales[i..]), Vector512.Create(means[i..])).Store(output + i);
        }
    }

    private static float Greatest(Vector512<float> values)
    {
        var most = Vector256.MaxNative(values.GetLower(), values.GetUpper());
        var half = Vector128.MaxNative(most.GetLower(), most.GetUpper());
        return Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
    }

    private static (Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<float> D) Load(
        ReadOnlySpan<float> values, float factor)
    {
        var by = Vector512.Create(factor);
        return (Vector512.Create(values) * by, Vector512.Create(values[16..]) * by,
            Vector512.Create(values[32..]) * by, Vector512.Create(values[48..]) * by);
    }
}
