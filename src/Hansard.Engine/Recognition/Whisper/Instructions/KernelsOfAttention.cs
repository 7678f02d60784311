using System.Runtime.CompilerServices;

namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <content>Attention.</content>
internal sealed unsafe partial class Kernels<T>
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Softmax(int* scores, int count, int padded, float scale, byte* weights)
    {
        var whole = count & -Step;
        var greatest = T.Of(float.NegativeInfinity);
        for (var i = 0; i < whole; i += Step) greatest = T.Max(greatest, T.Load(scores + i));
        if (whole < padded) greatest = T.Max(greatest, T.First(count - whole, T.Load(scores + whole), greatest));

        // 255 · e^((score − greatest) · scale) as a power of 2.
        var step = scale * 1.44269504f;
        var (steps, top) = (T.Of(step), T.Of(7.99435344f - (T.Greatest(greatest) * step)));
        T sum = default;
        for (var i = 0; i < whole; i += Step)
        {
            var weight = PowerOfTwo(T.Max(T.MultiplyAdd(T.Load(scores + i), steps, top), T.Of(-126)));
            sum += weight;
            weight.Store(weights + i);
        }
        if (whole < padded)
        {
            var weight = PowerOfTwo(T.Max(T.MultiplyAdd(T.Load(scores + whole), steps, top), T.Of(-126)));
            weight = T.First(count - whole, weight, default);
            sum += weight;
            weight.Store(weights + whole);
        }
        return T.Sum(sum);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MeasureColumns(float* from, int stride, int rows, int columns, float* means, float* reaches)
    {
        var share = T.Of(1f / rows);
        for (var column = 0; column < columns; column += Step)
        {
            var at = from + column;
            T least = T.Load(at), greatest = T.Load(at), sum = default;
            for (var i = 0; i < rows; i++, at += stride)
            {
                var value = T.Load(at);
                (least, greatest, sum) = (T.Min(least, value), T.Max(greatest, value), sum + value);
            }
            var mean = sum * share;
            mean.Store(means + column);
            T.Max(greatest - mean, mean - least).Store(reaches + column);
        }
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void QuantiseDifferences(float* from, float* means, float* inverses, int count, byte* bytes)
    {
        for (var i = 0; i < count; i += Step) ((T.Load(from + i) - T.Load(means + i)) * T.Load(inverses + i)).Store(bytes + i);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float QuantiseProducts(float* from, float* factors, int count, byte* bytes)
    {
        T most = default;
        for (var i = 0; i < count; i += Step) most = T.Max(most, T.Abs(T.Load(from + i) * T.Load(factors + i)));
        var greatest = T.Greatest(most);
        var inverse = T.Of(greatest > 0 ? sbyte.MaxValue / greatest : 0);
        var zero = T.Of(sbyte.MaxValue + 1);
        for (var i = 0; i < count; i += Step) ((T.Load(from + i) * T.Load(factors + i) * inverse) + zero).Store(bytes + i);
        return greatest / sbyte.MaxValue;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Mixed(int* sums, float share, float* scales, float* means, int count, float* result)
    {
        var shares = T.Of(share);
        for (var i = 0; i < count; i += Step)
            T.MultiplyAdd(T.Load(sums + i) * shares, T.Load(scales + i), T.Load(means + i)).Store(result + i);
    }

    /// <inheritdoc />
    public override void Scores(sbyte* keys, int blocks, float* queries, int count, float* scores, int stride)
    {
        if (count == 1) ScoresOfOne(keys, blocks, queries, scores);
        else if (T.HasManyRegisters) ScoresOfFiveInPairs(keys, blocks, queries, scores, stride);
        else ScoresOfFive(keys, blocks, queries, scores, stride);
    }

    /// <inheritdoc />
    public override void Mix(sbyte* values, int positions, float* weights, int stride, int count, float* mixed)
    {
        if (count == 1) MixOfOne(values, positions, weights, mixed);
        else if (T.HasManyRegisters) MixOfFiveInPairs(values, positions, weights, stride, mixed);
        else MixOfFive(values, positions, weights, stride, mixed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfFive(sbyte* keys, int blocks, float* queries, float* scores, int stride)
    {
        for (var b = 0; b < blocks; b++, keys += HeadWidth * KeyBlock)
        {
            for (var half = 0; half < KeyBlock; half += Step, scores += Step)
            {
                T s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
                for (var channel = 0; channel < HeadWidth; channel++)
                {
                    var key = T.Load(keys + half + (channel * KeyBlock));
                    s0 = T.MultiplyAdd(key, T.Of(queries[channel]), s0);
                    s1 = T.MultiplyAdd(key, T.Of(queries[channel + HeadWidth]), s1);
                    s2 = T.MultiplyAdd(key, T.Of(queries[channel + (2 * HeadWidth)]), s2);
                    s3 = T.MultiplyAdd(key, T.Of(queries[channel + (3 * HeadWidth)]), s3);
                    s4 = T.MultiplyAdd(key, T.Of(queries[channel + (4 * HeadWidth)]), s4);
                }
                s0.Store(scores);
                s1.Store(scores + stride);
                s2.Store(scores + (2 * stride));
                s3.Store(scores + (3 * stride));
                s4.Store(scores + (4 * stride));
            }
        }
    }

    /// <summary>The same with twice as many sums at once, for which there are registers in AVX-512 alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfFiveInPairs(sbyte* keys, int blocks, float* queries, float* scores, int stride)
    {
        for (var b = 0; b < blocks; b++, scores += KeyBlock)
        {
            T a0 = default, a1 = default, a2 = default, a3 = default, a4 = default;
            T b0 = default, b1 = default, b2 = default, b3 = default, b4 = default;
            for (var channel = 0; channel < HeadWidth; channel++, keys += KeyBlock)
            {
                var (low, high) = (T.Load(keys), T.Load(keys + Step));
                var query = T.Of(queries[channel]);
                (a0, b0) = (T.MultiplyAdd(low, query, a0), T.MultiplyAdd(high, query, b0));
                query = T.Of(queries[channel + HeadWidth]);
                (a1, b1) = (T.MultiplyAdd(low, query, a1), T.MultiplyAdd(high, query, b1));
                query = T.Of(queries[channel + (2 * HeadWidth)]);
                (a2, b2) = (T.MultiplyAdd(low, query, a2), T.MultiplyAdd(high, query, b2));
                query = T.Of(queries[channel + (3 * HeadWidth)]);
                (a3, b3) = (T.MultiplyAdd(low, query, a3), T.MultiplyAdd(high, query, b3));
                query = T.Of(queries[channel + (4 * HeadWidth)]);
                (a4, b4) = (T.MultiplyAdd(low, query, a4), T.MultiplyAdd(high, query, b4));
            }
            Store(a0, b0, scores);
            Store(a1, b1, scores + stride);
            Store(a2, b2, scores + (2 * stride));
            Store(a3, b3, scores + (3 * stride));
            Store(a4, b4, scores + (4 * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfOne(sbyte* keys, int blocks, float* queries, float* scores)
    {
        for (var b = 0; b < blocks; b++, scores += KeyBlock)
        {
            T a0 = default, b0 = default, a1 = default, b1 = default;
            for (var channel = 0; channel < HeadWidth; channel += 2, keys += 2 * KeyBlock)
            {
                var query = T.Of(queries[channel]);
                (a0, b0) = (T.MultiplyAdd(T.Load(keys), query, a0), T.MultiplyAdd(T.Load(keys + Step), query, b0));
                query = T.Of(queries[channel + 1]);
                a1 = T.MultiplyAdd(T.Load(keys + KeyBlock), query, a1);
                b1 = T.MultiplyAdd(T.Load(keys + KeyBlock + Step), query, b1);
            }
            (a0 + a1).Store(scores);
            (b0 + b1).Store(scores + Step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixOfFive(sbyte* values, int positions, float* weights, int stride, float* mixed)
    {
        for (var channel = 0; channel < HeadWidth; channel += Step)
        {
            var from = values + channel;
            T s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
            for (var at = 0; at < positions; at++, from += HeadWidth)
            {
                var value = T.Load(from);
                s0 = T.MultiplyAdd(value, T.Of(weights[at]), s0);
                s1 = T.MultiplyAdd(value, T.Of(weights[at + stride]), s1);
                s2 = T.MultiplyAdd(value, T.Of(weights[at + (2 * stride)]), s2);
                s3 = T.MultiplyAdd(value, T.Of(weights[at + (3 * stride)]), s3);
                s4 = T.MultiplyAdd(value, T.Of(weights[at + (4 * stride)]), s4);
            }
            s0.Store(mixed + channel);
            s1.Store(mixed + HeadWidth + channel);
            s2.Store(mixed + (2 * HeadWidth) + channel);
            s3.Store(mixed + (3 * HeadWidth) + channel);
            s4.Store(mixed + (4 * HeadWidth) + channel);
        }
    }

    /// <inheritdoc cref="ScoresOfFiveInPairs" />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixOfFiveInPairs(sbyte* values, int positions, float* weights, int stride, float* mixed)
    {
        for (var half = 0; half < HeadWidth; half += 2 * Step, mixed += 2 * Step)
        {
            var from = values + half;
            T a0 = default, a1 = default, a2 = default, a3 = default, a4 = default;
            T b0 = default, b1 = default, b2 = default, b3 = default, b4 = default;
            for (var at = 0; at < positions; at++, from += HeadWidth)
            {
                var (low, high) = (T.Load(from), T.Load(from + Step));
                var weight = T.Of(weights[at]);
                (a0, b0) = (T.MultiplyAdd(low, weight, a0), T.MultiplyAdd(high, weight, b0));
                weight = T.Of(weights[at + stride]);
                (a1, b1) = (T.MultiplyAdd(low, weight, a1), T.MultiplyAdd(high, weight, b1));
                weight = T.Of(weights[at + (2 * stride)]);
                (a2, b2) = (T.MultiplyAdd(low, weight, a2), T.MultiplyAdd(high, weight, b2));
                weight = T.Of(weights[at + (3 * stride)]);
                (a3, b3) = (T.MultiplyAdd(low, weight, a3), T.MultiplyAdd(high, weight, b3));
                weight = T.Of(weights[at + (4 * stride)]);
                (a4, b4) = (T.MultiplyAdd(low, weight, a4), T.MultiplyAdd(high, weight, b4));
            }
            Store(a0, b0, mixed);
            Store(a1, b1, mixed + HeadWidth);
            Store(a2, b2, mixed + (2 * HeadWidth));
            Store(a3, b3, mixed + (3 * HeadWidth));
            Store(a4, b4, mixed + (4 * HeadWidth));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixOfOne(sbyte* values, int positions, float* weights, float* mixed)
    {
        for (var half = 0; half < HeadWidth; half += 2 * Step)
        {
            var from = values + half;
            T a0 = default, a1 = default, b0 = default, b1 = default;
            for (var at = 0; at < positions; at += 2, from += 2 * HeadWidth)
            {
                var weight = T.Of(weights[at]);
                (a0, a1) = (T.MultiplyAdd(T.Load(from), weight, a0), T.MultiplyAdd(T.Load(from + Step), weight, a1));
                if (at + 1 == positions) break;
                weight = T.Of(weights[at + 1]);
                b0 = T.MultiplyAdd(T.Load(from + HeadWidth), weight, b0);
                b1 = T.MultiplyAdd(T.Load(from + HeadWidth + Step), weight, b1);
            }
            (a0 + b0).Store(mixed + half);
            (a1 + b1).Store(mixed + half + Step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T low, T high, float* to)
    {
        low.Store(to);
        high.Store(to + Step);
    }
}
