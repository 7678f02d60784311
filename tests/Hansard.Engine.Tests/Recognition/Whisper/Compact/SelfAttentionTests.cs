using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Compact;

namespace Hansard.Engine.Tests.Recognition.Whisper.Compact;

/// <summary>Attention to the tokens before, when hypotheses continue each other's.</summary>
public sealed class SelfAttentionTests
{
    private const int Heads = 2;
    private const int Width = Heads * 64;

    [Fact]
    public void Rows_attend_to_the_tokens_of_the_rows_that_they_continue()
    {
        var random = new Random(1);
        // Two prompts of three tokens and of one; then a beam of two on the first and of one on the second; then rows that change places
        // while another begins; then only that one is left.
        int[][] parents = [[-1, -1], [0, 0, 1], [1, 1, 2, -1], [3, 3]];
        int[][] tokens = [[3, 1], [1, 1, 1], [1, 1, 1, 4], [1, 1]];
        using var attention = new SelfAttention(Heads, layers: 1);
        using var window = new CompactCrossAttention(positions: 1, layers: 1, Heads, _ => []);
        List<(float[] Key, float[] Value)>[] history = [];
        for (var pass = 0; pass < tokens.Length; pass++)
        {
            var count = tokens[pass].Sum();
            var (queries, keys, values)
                = (Random(random, count * Width), Random(random, count * Width), Random(random, count * Width));
            using var projected = new Matrix<float>(count, 3 * Width);
            using var result = new Matrix<float>(count, Width);
            for (var i = 0; i < count; i++)
            {
                var from = i * Width;
                float[] all = [.. queries[from..(from + Width)], .. keys[from..(from + Width)], .. values[from..(from + Width)]];
                all.CopyTo(projected.Span(i, 1));
            }
            attention.Begin([.. parents[pass].Zip(tokens[pass], (parent, passed) => new PassRow(window, parent, passed))]);
            attention.Attend(0, projected, result);

            var next = new List<(float[] Key, float[] Value)>[parents[pass].Length];
            var at = 0;
            for (var row = 0; row < next.Length; row++)
            {
                next[row] = parents[pass][row] < 0 ? [] : [.. history[parents[pass][row]]];
                for (var token = 0; token < tokens[pass][row]; token++, at++)
                {
                    Assert.Equal(next[row].Count, attention.Positions[at]);
                    var from = at * Width;
                    next[row].Add((keys[from..(from + Width)], values[from..(from + Width)]));
                    var expected = Attend(queries.AsSpan(from, Width), next[row]);
                    for (var i = 0; i < Width; i++) Assert.Equal(expected[i], result.Span(at, 1)[i], 1e-5);
                }
            }
            history = next;
        }
        // What came before the row that is left began is forgotten.
        Assert.Equal(2, attention.Passes);
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
