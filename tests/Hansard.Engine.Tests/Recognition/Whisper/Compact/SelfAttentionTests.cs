using Hansard.Engine.Recognition.Whisper.Compact;
using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Tests.Recognition.Whisper.Compact;

/// <summary>Attention to the tokens before, when hypotheses continue each other's.</summary>
public sealed class SelfAttentionTests
{
    private const int Heads = 2;
    private const int Width = 16;

    [Fact]
    public void Rows_attend_to_the_tokens_of_the_rows_that_they_continue()
    {
        var random = new Random(1);
        // Two prompts of three tokens; then a beam of two on the first and of one on the second; then rows that change places.
        int[][] parents = [[0, 1], [0, 0, 1], [1, 1, 2]];
        int[] tokens = [3, 1, 1];
        using var attention = new SelfAttention(Heads, layers: 1);
        var history = new List<(float[] Key, float[] Value)>[2];
        for (var pass = 0; pass < tokens.Length; pass++)
        {
            var rows = parents[pass].Length;
            var (queries, keys, values) = (Random(random, rows * tokens[pass] * Width), Random(
                random, rows * tokens[pass] * Width), Random(random, rows * tokens[pass] * Width));
            using var projected = new Matrix<float>(rows * tokens[pass], 3 * Width);
            using var result = new Matrix<float>(rows * tokens[pass], Width);
            for (var i = 0; i < projected.Rows; i++)
            {
                var from = i * Width;
                float[] all = [.. queries[from..(from + Width)], .. keys[from..(from + Width)], .. values[from..(from + Width)]];
                all.CopyTo(projected.Span(i, 1));
            }
            attention.Begin(parents[pass], tokens[pass]);
            attention.Attend(0, projected, result);

            var next = new List<(float[] Key, float[] Value)>[rows];
            for (var row = 0; row < rows; row++)
            {
                next[row] = pass == 0 ? [] : [.. history[parents[pass][row]]];
                for (var token = 0; token < tokens[pass]; token++)
                {
                    var at = ((row * tokens[pass]) + token) * Width;
                    next[row].Add((keys[at..(at + Width)], values[at..(at + Width)]));
                    var expected = Attend(queries.AsSpan(at, Width), next[row]);
                    for (var i = 0; i < Width; i++) Assert.Equal(expected[i], result.Span(0, result.Rows)[at + i], 1e-5);
                }
            }
            history = next;
        }
        Assert.Equal(5, attention.Length);
    }

    private static double[] Attend(ReadOnlySpan<float> query, List<(float[] Key, float[] Value)> before)
    {
        var result = new double[Width];
        const int HeadWidth = Width / Heads;
        for (var head = 0; head < Heads; head++)
        {
            var weights = new double[before.Count];
            for (var at = 0; at < weights.Length; at++)
            {
                for (var i = head * HeadWidth; i < (head + 1) * HeadWidth; i++)
                    weights[at] += (double)query[i] * before[at].Key[i] / Math.Sqrt(HeadWidth);
                weights[at] = Math.Exp(weights[at]);
            }
            for (var at = 0; at < weights.Length; at++)
            {
                for (var i = head * HeadWidth; i < (head + 1) * HeadWidth; i++)
                    result[i] += weights[at] / weights.Sum() * before[at].Value[i];
            }
        }
        return result;
    }

    private static float[] Random(Random random, int count)
        => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5) * 4)];
}
