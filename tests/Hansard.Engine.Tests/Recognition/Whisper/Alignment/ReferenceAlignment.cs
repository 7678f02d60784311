using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Alignment;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Tests.Recognition.Whisper.Alignment;

/// <summary>
/// The reference's way from attention to the matrix of its paths (openai/whisper, timing.find_alignment), which shows that the decoder
/// pays the attention that it should.
/// </summary>
internal static class ReferenceAlignment
{
    /// <summary>
    /// The matrix: each head's attention over the audio's own positions (sum 1), then over tokens (mean 0, deviation 1), under a median
    /// filter of 7 positions; the mean over heads.
    /// </summary>
    public static AttentionMatrix Matrix(ForcedPass pass, int promptLength, double seconds)
    {
        var positions = Math.Min(pass.Positions, (int)Math.Round(seconds * 50));
        var (first, rows) = (promptLength - 1, pass.Tokens - promptLength);
        var mean = new double[rows * positions];
        for (var h = 0; h < pass.Heads; h++)
        {
            var attention = new double[pass.Tokens][];
            for (var t = 0; t < pass.Tokens; t++)
            {
                attention[t] = [.. pass.Attention(h).Slice(t * pass.Positions, positions).ToArray().Select(v => (double)v)];
                TensorPrimitives.Divide(attention[t], TensorPrimitives.Sum<double>(attention[t]), attention[t]);
            }
            for (var p = 0; p < positions; p++)
            {
                double[] column = [.. attention.Select(row => row[p])];
                var average = column.Average();
                var deviation = Math.Sqrt(column.Average(v => (v - average) * (v - average))) + 1e-9;
                foreach (var row in attention) row[p] = (row[p] - average) / deviation;
            }
            for (var r = 0; r < rows; r++)
                for (var p = 0; p < positions; p++) mean[(r * positions) + p] += Median(attention[first + r], p) / pass.Heads;
        }
        return new AttentionMatrix(mean, rows, positions);
    }

    /// <summary>The median of the seven values around one, reflected at the edges.</summary>
    private static double Median(double[] row, int at)
        => Enumerable.Range(at - 3, 7).Select(i => row[row.Length - 1 - Math.Abs(row.Length - 1 - Math.Abs(i))]).Order().ElementAt(3);
}
