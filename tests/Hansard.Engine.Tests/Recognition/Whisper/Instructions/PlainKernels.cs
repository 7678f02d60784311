using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Tests.Recognition.Whisper.Instructions;

/// <summary>The kernels number by number: integers by the same steps, all else in double precision.</summary>
internal static class PlainKernels
{
    public static double[] Normalise(float[] row, float[] gain, float[] bias)
    {
        var mean = row.Average(x => (double)x);
        var deviation = Math.Sqrt(row.Average(x => (x - mean) * (x - mean)) + 1e-5);
        return [.. row.Select((x, i) => ((x - mean) / deviation * gain[i]) + bias[i])];
    }

    public static double[] Gelu(float[] row) => [.. row.Select(x => x * NormalDistribution(x))];

    public static (RowScale Scale, byte[] Bytes) Quantise(float[] row)
    {
        var (least, greatest) = (row.Min(), row.Max());
        var scale = new RowScale(greatest > least ? (greatest - least) / 255 : 1, least);
        var inverse = 1 / scale.Step;
        return (scale, [.. row.Select(x => (byte)MathF.Round((x - least) * inverse))]);
    }

    public static sbyte[] QuantiseDifferences(float[] row, float[] means, float[] inverses)
        => [.. row.Select((x, i) => (sbyte)MathF.Round((x - means[i]) * inverses[i]))];

    public static (float Scale, byte[] Bytes) QuantiseProducts(float[] row, float[] factors)
    {
        var greatest = row.Select((x, i) => MathF.Abs(x * factors[i])).Max();
        var inverse = greatest > 0 ? 127 / greatest : 0;
        return (greatest / 127, [.. row.Select((x, i) => (byte)MathF.Round((x * factors[i] * inverse) + 128))]);
    }

    public static Outlier[] Outliers(float[] row)
    {
        var limit = Kernels.OutlierFactor * row.Average(x => Math.Abs((double)x));
        return [.. row.Index().Where(x => Math.Abs(x.Item) > limit).Select(x => new Outlier(x.Index, x.Item))];
    }

    public static double[] Finish(int[] sums, RowScale scale, float[] scales, float[] offsets, float[] bias)
        => [.. sums.Select((s, i) => ((double)s * scale.Step * scales[i]) + bias[i] + ((double)scale.Offset * offsets[i]))];

    public static double[] Softmax(int[] scores, double scale)
    {
        double greatest = scores.Max();
        return [.. scores.Select(s => 255 * Math.Exp((s - greatest) * scale))];
    }

    /// <summary>Keys [blocks, 64, 32] as the kernels read them.</summary>
    public static double[] Scores(sbyte[] keys, float[] query)
    {
        var scores = new double[keys.Length / Kernels.HeadWidth];
        for (var at = 0; at < scores.Length; at++)
        {
            var from = (at / Kernels.KeyBlock * Kernels.KeyBlock * Kernels.HeadWidth) + (at % Kernels.KeyBlock);
            for (var channel = 0; channel < Kernels.HeadWidth; channel++)
                scores[at] += (double)query[channel] * keys[from + (channel * Kernels.KeyBlock)];
        }
        return scores;
    }

    public static double[] Mix(sbyte[] values, ReadOnlySpan<float> weights)
    {
        var mixed = new double[Kernels.HeadWidth];
        for (var i = 0; i < values.Length; i++) mixed[i % Kernels.HeadWidth] += (double)values[i] * weights[i / Kernels.HeadWidth];
        return mixed;
    }

    // By Simpson's rule.
    private static double NormalDistribution(double x)
    {
        const int Steps = 400;
        var (h, sum) = (x / Steps, 0.0);
        for (var i = 0; i <= Steps; i++)
        {
            var weight = i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.Exp(-(i * h) * (i * h) / 2);
        }
        return 0.5 + (sum * h / 3 / Math.Sqrt(2 * Math.PI));
    }
}
