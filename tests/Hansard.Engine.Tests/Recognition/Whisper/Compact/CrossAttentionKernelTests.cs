using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Compact;

namespace Hansard.Engine.Tests.Recognition.Whisper.Compact;

/// <summary>Attention to keys and values in int8, against attention to the same in double precision.</summary>
public sealed class CrossAttentionKernelTests
{
    private const int Heads = 2;
    private const int Width = CompactCrossAttention.Width;

    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 1, 33 }, { 2, 31 }, { 5, 64 }, { 7, 550 }, { 11, 1500 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Attention_is_that_of_double_precision_up_to_the_rounding_of_keys_and_values(int queries, int positions)
    {
        var random = new Random(positions);
        var (keys, values, query) = (Random(random, Heads * positions * Width, 3), Random(
            random, Heads * positions * Width, 1), Random(random, queries * Heads * Width, 1));
        using var window = Window(keys, values, positions);
        var weights = new float[queries * Heads * positions];
        var result = new float[query.Length];
        new CrossAttentionKernel().Attend(
            window, 0, query, queries, result,
            (head, row, w, share) => System.Numerics.Tensors.TensorPrimitives.Multiply(
                w, share, weights.AsSpan(((row * Heads) + head) * positions)));

        for (var row = 0; row < queries; row++)
        {
            for (var head = 0; head < Heads; head++)
            {
                var (expected, mixed) = Attend(keys, values, query.AsSpan(((row * Heads) + head) * Width, Width), head, positions);
                var found = weights.AsSpan(((row * Heads) + head) * positions, positions);
                Assert.Equal(1, System.Numerics.Tensors.TensorPrimitives.Sum((ReadOnlySpan<float>)found), 1e-4);
                // A key's rounding moves a score by 0.02 or so, and so a weight by as large a part of itself.
                for (var at = 0; at < positions; at++) Assert.InRange(found[at], 0.9 * expected[at], 1.1 * expected[at]);
                for (var i = 0; i < Width; i++) Assert.Equal(mixed[i], result[(((row * Heads) + head) * Width) + i], 0.02);
            }
        }
    }

    private static CompactCrossAttention Window(float[] keys, float[] values, int positions)
    {
        using var projected = new Matrix<float>(positions, 2 * Heads * Width);
        for (var at = 0; at < positions; at++)
        {
            for (var head = 0; head < Heads; head++)
            {
                var from = ((head * positions) + at) * Width;
                keys.AsSpan(from, Width).CopyTo(projected.Span(at, 1)[(head * Width)..]);
                values.AsSpan(from, Width).CopyTo(projected.Span(at, 1)[((Heads + head) * Width)..]);
            }
        }
        var window = new CompactCrossAttention(positions, layers: 1, Heads, _ => []);
        window.Pack(0, projected);
        return window;
    }

    /// <summary>Around another centre in each channel, as keys and values are.</summary>
    private static float[] Random(Random random, int count, double scale)
    {
        var centres = new double[Width];
        for (var i = 0; i < Width; i++) centres[i] = scale * (random.NextDouble() - 0.5) * 4;
        return [.. Enumerable.Range(0, count).Select(i => (float)(centres[i % Width] + (scale * (random.NextDouble() - 0.5))))];
    }

    private static (double[] Weights, double[] Mixed) Attend(
        float[] keys, float[] values, ReadOnlySpan<float> query, int head, int positions)
    {
        var scores = new double[positions];
        for (var at = 0; at < positions; at++)
        {
            for (var i = 0; i < Width; i++)
                scores[at] += (double)query[i] * keys[(((head * positions) + at) * Width) + i] / Math.Sqrt(Width);
        }
        var highest = scores.Max();
        double[] weights = [.. scores.Select(s => Math.Exp(s - highest))];
        var sum = weights.Sum();
        var mixed = new double[Width];
        for (var at = 0; at < positions; at++)
        {
            weights[at] /= sum;
            for (var i = 0; i < Width; i++) mixed[i] += weights[at] * values[(((head * positions) + at) * Width) + i];
        }
        return (weights, mixed);
    }
}
