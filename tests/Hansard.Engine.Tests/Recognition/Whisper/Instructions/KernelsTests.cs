using System.Runtime.InteropServices;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Tests.Recognition.Whisper.Instructions;

/// <summary>Each set of instructions against plain code: integers are equal, and numbers to a part in 100,000.</summary>
public sealed unsafe class KernelsTests
{
    private readonly Random _random = new(1);

    /// <summary>All sets that can run here, and rows of one vector, of a few, and of no power of two.</summary>
    public static TheoryData<string, int> Rows => Of(16, 48, 96, 512, 2064);

    /// <summary>Positions that fill no vector, all but one, one, and a whole window.</summary>
    public static TheoryData<string, int> Positions => Of(1, 15, 16, 17, 33, 64, 1500);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_is_normalised(string set, int width)
    {
        var (row, gain, bias) = (Numbers(width, 3, 7), Numbers(width, 2), Numbers(width, 1));
        var result = new float[width];
        fixed (float* r = row, g = gain, b = bias, to = result) Of(set).Normalise(r, width, g, b, to);
        AssertNear(PlainKernels.Normalise(row, gain, bias), result);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_activation_is_that_of_its_formula(string set, int width)
    {
        float[] row = [.. Enumerable.Range(0, width).Select(i => ((i * 24f) + 1) / width - 12)];
        var expected = PlainKernels.Gelu(row);
        fixed (float* r = row) Of(set).Gelu(r, width);
        for (var i = 0; i < width; i++) Assert.Equal(expected[i], row[i], 1e-6 * (1 + Math.Abs(expected[i])));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_is_quantised_from_its_least_number_to_its_greatest(string set, int width)
    {
        foreach (var row in new[] { Numbers(width, 5, 2), Numbers(width, 0, -3.25f) })
        {
            var bytes = new byte[width];
            RowScale scale;
            fixed (float* r = row)
            fixed (byte* to = bytes) scale = Of(set).Quantise(r, width, to);
            var expected = PlainKernels.Quantise(row);
            Assert.Equal(expected.Scale, scale);
            Assert.Equal(expected.Bytes, bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Differences_and_products_are_quantised(string set, int width)
    {
        var (row, means, factors) = (Numbers(width, 5, 2), Numbers(width, 1), Numbers(width, 20));
        var (differences, products) = (new sbyte[width], new byte[width]);
        float scale;
        fixed (float* r = row, m = means, f = factors)
        fixed (sbyte* to = differences)
        fixed (byte* second = products)
        {
            Of(set).QuantiseDifferences(r, m, f, width, (byte*)to);
            scale = Of(set).QuantiseProducts(r, f, width, second);
        }
        Assert.Equal(PlainKernels.QuantiseDifferences(row, means, factors), differences);
        var expected = PlainKernels.QuantiseProducts(row, factors);
        Assert.Equal(expected.Scale, scale);
        Assert.Equal(expected.Bytes, products);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Outliers_are_taken_out_and_their_products_added(string set, int width)
    {
        var row = Numbers(width, 1);
        for (var i = 5; i < width; i += 97) row[i] = 900;
        var expected = PlainKernels.Outliers(row);
        Assert.Equal(width > 16, expected.Length > 0);
        const int Outputs = 48;
        var taken = new Outlier[Math.Max(1, width / Kernels.OutlierFactor)];
        sbyte[] weights = [.. Enumerable.Range(0, width * Outputs).Select(_ => (sbyte)_random.Next(-127, 128))];
        var (constants, result) = (Numbers(3 * Outputs, 0.01f), Numbers(Outputs, 1));
        var before = result.ToArray();
        int count;
        fixed (float* r = row, c = constants, to = result)
        fixed (Outlier* o = taken)
        fixed (sbyte* w = weights)
        {
            count = Of(set).TakeOutliers(r, width, o);
            Of(set).AddOutliers(o, count, w, c, Outputs, to);
        }
        Assert.Equal(expected, taken[..count]);
        Assert.All(expected, o => Assert.Equal(0, row[o.Index]));
        for (var j = 0; j < Outputs; j++)
        {
            var scale = constants[(j / 16 * 48) + (j % 16)];
            var sum = before[j] + expected.Sum(o => (double)o.Value * weights[(o.Index * Outputs) + j] * scale);
            Assert.Equal(sum, result[j], 1e-5 * (1 + Math.Abs(sum)) * 10);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Sums_become_numbers(string set, int width)
    {
        int[] sums = [.. Enumerable.Range(0, width).Select(_ => _random.Next(-1_000_000, 1_000_000))];
        var scale = new RowScale(0.01f, -0.5f);
        var (scales, offsets, bias) = (Numbers(width, 0.01f), Numbers(width, 3), Numbers(width, 1));
        var constants = new float[3 * width];
        for (var i = 0; i < width; i++)
        {
            var at = (i / 16 * 48) + (i % 16);
            (constants[at], constants[at + 16], constants[at + 32]) = (scales[i], offsets[i], bias[i]);
        }
        var (result, mixed) = (new float[width], new float[width]);
        fixed (int* s = sums)
        fixed (float* c = constants, to = result, second = mixed, f = scales, m = bias)
        {
            Of(set).Finish(s, scale, c, width, to);
            Of(set).Mixed(s, 0.001f, f, m, width, second);
        }
        AssertNear(PlainKernels.Finish(sums, scale, scales, offsets, bias), result);
        AssertNear([.. sums.Select((s, i) => (s * 0.001 * scales[i]) + bias[i])], mixed);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Weights_of_attention_are_those_of_the_softmax(string set, int positions)
    {
        var padded = (positions + 15) / 16 * 16;
        // What fills up is greater than all others, and must not count.
        int[] scores = [.. Enumerable.Range(0, padded).Select(i => i < positions ? _random.Next(-50_000, 50_000) : 1_000_000)];
        var weights = new byte[padded];
        float sum;
        fixed (int* s = scores)
        fixed (byte* to = weights) sum = Of(set).Softmax(s, positions, padded, 1e-4f, to);
        var expected = PlainKernels.Softmax(scores[..positions], 1e-4f);
        Assert.Equal(1, sum / expected.Sum(), 1e-5);
        Assert.Equal(255, weights.Max());
        for (var i = 0; i < positions; i++)
        {
            // Half-way between two integers, a part in 100,000 decides.
            var isHalf = Math.Abs(expected[i] - Math.Floor(expected[i]) - 0.5) < 0.003;
            Assert.Equal(expected[i], weights[i], isHalf ? 0.51 : 0.5);
        }
        Assert.All(weights[positions..], w => Assert.Equal(0, w));
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Exponentials_are_those_of_differences_from_the_greatest(string set, int positions)
    {
        var padded = (positions + 15) / 16 * 16;
        // What fills up is greater than all others, and must not count.
        float[] values = [.. Numbers(positions, 90), .. Enumerable.Repeat(1000f, padded - positions)];
        double[] expected = [.. values[..positions].Select(x => Math.Exp((x - (double)values[..positions].Max()) * 0.125))];
        float sum;
        fixed (float* v = values) sum = Of(set).Exponentials(v, positions, 0.125f);
        Assert.Equal(1, sum / expected.Sum(), 1e-5);
        for (var i = 0; i < positions; i++) Assert.Equal(1, values[i] / expected[i], 1e-5);
        Assert.All(values[positions..], x => Assert.Equal(0, x));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Exponentials_are_summed_and_what_is_impossible_counts_nothing(string set, int width)
    {
        var values = Numbers(width, 40);
        values[3] = float.NegativeInfinity;
        float greatest, sum;
        fixed (float* v = values)
        {
            greatest = Of(set).Greatest(v, width);
            sum = Of(set).SumOfExponentials(v, width, greatest);
        }
        Assert.Equal(values.Max(), greatest);
        Assert.Equal(1, sum / values.Sum(x => Math.Exp(x - (double)greatest)), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Columns_have_their_means_and_reaches(string set, int rows)
    {
        const int Columns = 48;
        var values = Numbers(rows * Columns, 3, 1);
        var (means, reaches) = (new float[Columns], new float[Columns]);
        fixed (float* v = values, m = means, r = reaches) Of(set).MeasureColumns(v, Columns, rows, Columns, m, r);
        for (var column = 0; column < Columns; column++)
        {
            double[] all = [.. Enumerable.Range(0, rows).Select(i => (double)values[(i * Columns) + column])];
            Assert.Equal(all.Average(), means[column], 1e-5);
            Assert.Equal(all.Max(x => Math.Abs(x - all.Average())), reaches[column], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Queries_attend_to_keys_and_values_in_integers(string set, int positions)
    {
        var blocks = (positions + Kernels.KeyBlock - 1) / Kernels.KeyBlock;
        var stride = blocks * Kernels.KeyBlock;
        sbyte[] keys = [.. Enumerable.Range(0, stride * Kernels.HeadWidth).Select(_ => (sbyte)_random.Next(-127, 128))];
        sbyte[] values = [.. Enumerable.Range(0, positions * Kernels.HeadWidth).Select(_ => (sbyte)_random.Next(-127, 128))];
        var queries = Numbers(Kernels.QueryGroup * Kernels.HeadWidth, 0.01f);
        var weights = Numbers(Kernels.QueryGroup * stride, 0.5f / positions, 0.5f / positions);
        foreach (var count in new[] { 1, 2, Kernels.QueryGroup })
        {
            var (scores, mixed) = (new float[Kernels.QueryGroup * stride], new float[Kernels.QueryGroup * Kernels.HeadWidth]);
            fixed (sbyte* k = keys, v = values)
            fixed (float* q = queries, s = scores, w = weights, m = mixed)
            {
                Of(set).Scores(k, blocks, q, count, s, stride);
                Of(set).Mix(v, positions, w, stride, count, m);
            }
            for (var i = 0; i < count; i++)
            {
                var query = queries[(i * Kernels.HeadWidth)..((i + 1) * Kernels.HeadWidth)];
                AssertNear(PlainKernels.Scores(keys, query), scores.AsSpan(i * stride, stride));
                AssertNear(
                    PlainKernels.Mix(values, weights.AsSpan(i * stride, positions)),
                    mixed.AsSpan(i * Kernels.HeadWidth, Kernels.HeadWidth));
            }
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(1500)]
    public void Sets_that_fuse_sums_with_products_give_the_same_bits(int positions)
    {
        var found = Fused().Select(kernels => Everything(kernels, positions)).ToArray();
        Assert.NotEmpty(found);
        Assert.All(found, bytes => Assert.Equal(found[0], bytes));
    }

    // Arm64's code runs on any processor; fast it is only there.
    private static IEnumerable<Kernels> Fused() => InstructionSets.Available.Where(s => s != InstructionSet.Portable)
        .Append(InstructionSet.Arm64).Distinct().Select(Kernels.Of);

    private static TheoryData<string, int> Of(params int[] sizes)
    {
        var data = new TheoryData<string, int>();
        foreach (var set in InstructionSets.Available.Append(InstructionSet.Arm64).Distinct())
            foreach (var size in sizes) data.Add(InstructionSets.Name(set), size);
        return data;
    }

    private static Kernels Of(string set) => Kernels.Of(Enum.Parse<InstructionSet>(set, ignoreCase: true));

    private static byte[] Everything(Kernels kernels, int positions)
    {
        const int Width = 96;
        var random = new Random(7);
        var padded = (positions + 15) / 16 * 16;
        float[] row = [.. Enumerable.Range(0, Width).Select(_ => (float)((random.NextDouble() * 8) - 4))];
        int[] scores = [.. Enumerable.Range(0, padded).Select(_ => random.Next(-50_000, 50_000))];
        sbyte[] keys = [.. Enumerable.Range(0, 64 * (padded + 16)).Select(_ => (sbyte)random.Next(-127, 128))];
        var (bytes, normalised, sums, attended) = (new byte[padded + Width], new float[Width], new float[3], new float[padded + 80]);
        fixed (float* r = row, n = normalised, a = attended)
        fixed (int* s = scores)
        fixed (byte* b = bytes)
        fixed (sbyte* k = keys)
        {
            kernels.Normalise(r, Width, r, r, n);
            kernels.Gelu(n, Width);
            kernels.Quantise(n, Width, b + padded);
            sums[0] = kernels.Softmax(s, positions, padded, 1e-4f, b);
            kernels.Scores(k, padded / Kernels.KeyBlock, r, 1, a, padded);
            sums[1] = kernels.Exponentials(a, positions, 1e-3f);
            sums[2] = kernels.SumOfExponentials(r, Width, kernels.Greatest(r, Width));
            kernels.Mix(k, positions, a, padded, 1, a + padded);
        }
        return [.. bytes, .. MemoryMarshal.AsBytes<float>([.. normalised, .. sums, .. attended])];
    }

    private float[] Numbers(int count, float spread, float middle = 0)
        => [.. Enumerable.Range(0, count).Select(_ => middle + (spread * (float)((_random.NextDouble() * 2) - 1)))];

    private static void AssertNear(double[] expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        var size = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5 * Math.Max(1, size));
    }
}
