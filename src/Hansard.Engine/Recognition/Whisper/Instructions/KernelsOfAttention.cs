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
        else if (count == 2) ScoresOfTwo(keys, blocks, queries, scores, stride);
        else if (T.HasManyRegisters) ScoresOfFiveInPairs(keys, blocks, queries, scores, stride);
        else ScoresOfFive(keys, blocks, queries, scores, stride);
    }

    /// <inheritdoc />
    public override void Mix(sbyte* values, int positions, float* weights, int stride, int count, float* mixed)
    {
        if (count == 1) MixOfOne(values, positions, weights, mixed);
        else if (count == 2) MixOfTwo(values, positions, weights, stride, mixed);
        else if (T.HasManyRegisters) MixOfFiveInPairs(values, positions, weights, stride, mixed);
        else MixOfFive(values, positions, weights, stride, mixed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfFive(sbyte* keys, int blocks, float* queries, float* scores, int stride)
    {
        for (var b = 0; b < blocks; b++, keys += HeadWidth * KeyBlock, scores += KeyBlock)
            for (var half = 0; half < KeyBlock; half += Step)
                SumsOfFive(keys + half, KeyBlock, HeadWidth, queries, HeadWidth, scores + half, stride);
    }

    /// <summary>The same with twice as many sums at once, for which there are registers in AVX-512 alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfFiveInPairs(sbyte* keys, int blocks, float* queries, float* scores, int stride)
    {
        for (var b = 0; b < blocks; b++, keys += HeadWidth * KeyBlock, scores += KeyBlock)
            SumsOfFiveInPairs(keys, KeyBlock, HeadWidth, queries, HeadWidth, scores, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoresOfTwo(sbyte* keys, int blocks, float* queries, float* scores, int stride)
    {
        for (var b = 0; b < blocks; b++, keys += HeadWidth * KeyBlock, scores += KeyBlock)
            SumsOfTwo(keys, KeyBlock, HeadWidth, queries, HeadWidth, scores, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixOfTwo(sbyte* values, int positions, float* weights, int stride, float* mixed)
    {
        for (var half = 0; half < HeadWidth; half += 2 * Step)
            SumsOfTwo(values + half, HeadWidth, positions, weights, stride, mixed + half, HeadWidth);
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
            SumsOfFive(values + channel, HeadWidth, positions, weights, stride, mixed + channel, HeadWidth);
    }

    /// <inheritdoc cref="ScoresOfFiveInPairs" />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixOfFiveInPairs(sbyte* values, int positions, float* weights, int stride, float* mixed)
    {
        for (var half = 0; half < HeadWidth; half += 2 * Step)
            SumsOfFiveInPairs(values + half, HeadWidth, positions, weights, stride, mixed + half, HeadWidth);
    }

    /// <summary>Five sums of the same rows, each by its own factors: scores of five queries, or mixtures by five rows of weights.</summary>
    /// <param name="row">A place in the first row, of which 16 numbers are summed.</param>
    /// <param name="width">From a row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="factors">A factor a row.</param>
    /// <param name="factorStride">From the factors of a sum to those of the next.</param>
    /// <param name="sums">Written.</param>
    /// <param name="sumStride">From a sum to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumsOfFive(sbyte* row, int width, int rows, float* factors, int factorStride, float* sums, int sumStride)
    {
        T s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
        for (var i = 0; i < rows; i++, row += width)
        {
            var values = T.Load(row);
            s0 = T.MultiplyAdd(values, T.Of(factors[i]), s0);
            s1 = T.MultiplyAdd(values, T.Of(factors[i + factorStride]), s1);
            s2 = T.MultiplyAdd(values, T.Of(factors[i + (2 * factorStride)]), s2);
            s3 = T.MultiplyAdd(values, T.Of(factors[i + (3 * factorStride)]), s3);
            s4 = T.MultiplyAdd(values, T.Of(factors[i + (4 * factorStride)]), s4);
        }
        s0.Store(sums);
        s1.Store(sums + sumStride);
        s2.Store(sums + (2 * sumStride));
        s3.Store(sums + (3 * sumStride));
        s4.Store(sums + (4 * sumStride));
    }

    /// <summary>The same for 32 numbers of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumsOfFiveInPairs(sbyte* row, int width, int rows, float* factors, int factorStride, float* sums, int sumStride)
    {
        T a0 = default, a1 = default, a2 = default, a3 = default, a4 = default;
        T b0 = default, b1 = default, b2 = default, b3 = default, b4 = default;
        for (var i = 0; i < rows; i++, row += width)
        {
            var (low, high) = (T.Load(row), T.Load(row + Step));
            var factor = T.Of(factors[i]);
            (a0, b0) = (T.MultiplyAdd(low, factor, a0), T.MultiplyAdd(high, factor, b0));
            factor = T.Of(factors[i + factorStride]);
            (a1, b1) = (T.MultiplyAdd(low, factor, a1), T.MultiplyAdd(high, factor, b1));
            factor = T.Of(factors[i + (2 * factorStride)]);
            (a2, b2) = (T.MultiplyAdd(low, factor, a2), T.MultiplyAdd(high, factor, b2));
            factor = T.Of(factors[i + (3 * factorStride)]);
            (a3, b3) = (T.MultiplyAdd(low, factor, a3), T.MultiplyAdd(high, factor, b3));
            factor = T.Of(factors[i + (4 * factorStride)]);
            (a4, b4) = (T.MultiplyAdd(low, factor, a4), T.MultiplyAdd(high, factor, b4));
        }
        Store(a0, b0, sums);
        Store(a1, b1, sums + sumStride);
        Store(a2, b2, sums + (2 * sumStride));
        Store(a3, b3, sums + (3 * sumStride));
        Store(a4, b4, sums + (4 * sumStride));
    }

    /// <summary>Two sums of 32 numbers of the same rows.</summary>
    /// <inheritdoc cref="SumsOfFive" path="/param"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumsOfTwo(sbyte* row, int width, int rows, float* factors, int factorStride, float* sums, int sumStride)
    {
        T a0 = default, b0 = default, a1 = default, b1 = default;
        for (var i = 0; i < rows; i++, row += width)
        {
            var (low, high) = (T.Load(row), T.Load(row + Step));
            var factor = T.Of(factors[i]);
            (a0, b0) = (T.MultiplyAdd(low, factor, a0), T.MultiplyAdd(high, factor, b0));
            factor = T.Of(factors[i + factorStride]);
            (a1, b1) = (T.MultiplyAdd(low, factor, a1), T.MultiplyAdd(high, factor, b1));
        }
        Store(a0, b0, sums);
        Store(a1, b1, sums + sumStride);
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
