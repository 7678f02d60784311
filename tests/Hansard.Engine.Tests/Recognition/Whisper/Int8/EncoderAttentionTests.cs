using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Tests.Recognition.Whisper.Int8;

/// <summary>Attention of the encoder in integers, against the same in double precision.</summary>
public sealed class EncoderAttentionTests
{
    private const int Heads = 2;
    private const int Width = Heads * EncoderAttention.Width;

    // Positions that fill a vector and that do not, and more than a block of queries; attention to a few positions, and to all.
    public static TheoryData<int, double> Cases => new()
    {
        { 1, 1 }, { 15, 1 }, { 16, 2 }, { 33, 0.1 }, { 255, 1 }, { 257, 2 }, { 700, 0.1 }, { 700, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_that_of_double_precision_to_a_few_parts_in_a_hundred(int positions, double sharpness)
    {
        var random = new Random(positions);
        using var projected = new Matrix<float>(positions, 3 * Width);
        var values = projected.Span(0, positions);
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % (3 * Width);
            // Channels have means of their own, as they do in a network.
            values[i] = (float)(((random.NextDouble() * 2) - 1) * (column < 2 * Width ? 2 * sharpness : 1)) + (column % 7);
        }
        var expected = Exact(values.ToArray(), positions);
        using var attention = new EncoderAttention(Heads);
        using var output = new Matrix<float>(positions, Width);
        attention.Attend(projected, output);

        var found = output.Span(0, positions).ToArray();
        var (error, size) = (0.0, 0.0);
        for (var i = 0; i < found.Length; i++)
        {
            var mean = i % Width % 7;
            error += (found[i] - expected[i]) * (found[i] - expected[i]);
            size += (expected[i] - mean) * (expected[i] - mean);
            Assert.Equal(expected[i], found[i], 0.1);
        }
        Assert.InRange(Math.Sqrt(error / Math.Max(size, 1e-9)), 0, 0.12);
    }

    private static double[] Exact(float[] projected, int positions)
    {
        var result = new double[positions * Width];
        var weights = new double[positions];
        for (var head = 0; head < Heads; head++)
        {
            var at = head * EncoderAttention.Width;
            for (var i = 0; i < positions; i++)
            {
                for (var j = 0; j < positions; j++)
                {
                    var score = 0.0;
                    for (var c = at; c < at + EncoderAttention.Width; c++)
                        score += (double)projected[(i * 3 * Width) + c] * projected[(j * 3 * Width) + Width + c];
                    weights[j] = score / Math.Sqrt(EncoderAttention.Width);
                }
                var most = weights.Max();
                for (var j = 0; j < positions; j++) weights[j] = Math.Exp(weights[j] - most);
                var sum = weights.Sum();
                for (var j = 0; j < positions; j++)
                    for (var c = at; c < at + EncoderAttention.Width; c++)
                        result[(i * Width) + c] += weights[j] / sum * projected[(j * 3 * Width) + (2 * Width) + c];
            }
        }
        return result;
    }
}
