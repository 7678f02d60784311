using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Tests.Recognition.Whisper.Int8;

/// <summary>What is computed in integers and sixteen at a time, against the same one by one in double precision.</summary>
public sealed unsafe class IntegerLayerTests
{
    private const int Inputs = 96;
    private const int Outputs = 48;
    private readonly Random _random = new(1);

    [Theory]
    [InlineData(false, 255)]
    [InlineData(true, 65535)]
    public void A_row_is_kept_to_half_a_step_from_its_least_to_its_greatest(bool isWide, int steps)
    {
        using var row = Row(Inputs, i => i == 7 ? 900 : (i % 13) - 5.5);
        using var high = new Matrix<byte>(1, Inputs);
        using var low = new Matrix<byte>(1, Inputs);
        var scale = isWide
            ? RowQuantisation.Wide(row.Start, Inputs, high.Start, low.Start)
            : RowQuantisation.Narrow(row.Start, Inputs, high.Start);
        for (var i = 0; i < Inputs; i++)
        {
            double integer = high.Start[i] + (isWide ? low.Start[i] / 256.0 : 0);
            Assert.Equal(row.Start[i], scale.Offset + (scale.Step * integer), 0.501 * 905.5 / steps);
        }
    }

    [Fact]
    public void A_row_of_equal_numbers_is_kept()
    {
        using var row = Row(Inputs, _ => -3.25);
        using var bytes = new Matrix<byte>(1, Inputs);
        var scale = RowQuantisation.Narrow(row.Start, Inputs, bytes.Start);
        for (var i = 0; i < Inputs; i++) Assert.Equal(-3.25, scale.Offset + (scale.Step * bytes.Start[i]), 1e-6);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    [InlineData(true, 5)]
    [InlineData(false, 300)]
    [InlineData(true, 300)]
    public void A_layer_multiplies_its_quantised_rows_exactly_whatever_rows_they_are_with(bool isWide, int rows)
    {
        var weights = LayerWeights.Of(
            [.. Enumerable.Range(0, Inputs * Outputs).Select(_ => (float)(_random.NextDouble() - 0.5))], Outputs,
            [.. Enumerable.Range(0, Outputs).Select(i => i / 10f)]);
        using var layer = new IntegerLayer(weights, isWide);
        using var input = new Matrix<float>(rows, Inputs);
        for (var i = 0; i < rows * Inputs; i++) input.Start[i] = (float)(_random.NextDouble() * (i % 50 == 0 ? 40 : 2));
        using var output = new Matrix<float>(rows, Outputs);
        RowLayers.Apply(layer, input, null, output);
        using var bytes = new Matrix<byte>(2, Inputs);
        using var one = new Matrix<float>(1, Inputs);
        using var alone = new Matrix<float>(1, Outputs);
        for (var row = 0; row < rows; row++)
        {
            var scale = layer.Quantise(input.Row(row), bytes, 0, 1);
            for (var j = 0; j < Outputs; j++)
            {
                double sum = weights.Bias[j];
                for (var i = 0; i < Inputs; i++)
                {
                    var value = scale.Offset + (scale.Step * (bytes.Start[i] + (isWide ? bytes.Row(1)[i] / 256.0 : 0)));
                    sum += value * weights.Values[(i * Outputs) + j] * weights.Scales[j];
                }
                Assert.Equal(sum, output.Row(row)[j], 2e-4);
            }
            input.Span(row, 1).CopyTo(one.Span(0, 1));
            RowLayers.Apply(layer, one, null, alone);
            Assert.Equal(alone.Span(0, 1), output.Span(row, 1));
        }
    }

    [Fact]
    public void Layers_side_by_side_give_what_each_gives()
    {
        LayerWeights Of(int outputs) => LayerWeights.Of(
            [.. Enumerable.Range(0, Inputs * outputs).Select(_ => (float)(_random.NextDouble() - 0.5))], outputs, null);
        var (first, second) = (Of(16), Of(32));
        using var input = Row(Inputs, _ => _random.NextDouble());
        using var joined = Apply(LayerWeights.Join(first, second), input);
        using var a = Apply(first, input);
        using var b = Apply(second, input);
        float[] expected = [.. a.Span(0, 1), .. b.Span(0, 1)];
        Assert.Equal(expected, joined.Span(0, 1));
    }

    [Fact]
    public void Outputs_that_fill_up_a_layer_are_nothing()
    {
        var weights = LayerWeights.Of([.. Enumerable.Range(0, Inputs * 21).Select(_ => (float)_random.NextDouble())], 21, null);
        var padded = weights.Padded();
        Assert.Equal(32, padded.Outputs);
        using var input = Row(Inputs, i => i);
        using var result = Apply(padded, input);
        for (var j = 0; j < 32; j++) Assert.Equal(j >= 21, result.Start[j] == 0);
    }

    [Fact]
    public void Normalised_rows_have_mean_zero_and_variance_one_before_they_are_scaled()
    {
        using var row = Row(Inputs, _ => (_random.NextDouble() * 7) + 100);
        using var result = new Matrix<float>(1, Inputs);
        Activations.Normalise(
            row.Start, Inputs, new Normalisation([.. Enumerable.Repeat(2f, Inputs)], [.. Enumerable.Repeat(-1f, Inputs)]), result.Start);
        var values = row.Span(0, 1).ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Inputs);
        for (var i = 0; i < Inputs; i++) Assert.Equal((2 * (values[i] - mean) / deviation) - 1, result.Start[i], 1e-3);
    }

    [Fact]
    public void The_activation_is_that_of_its_formula()
    {
        using var row = Row(4096, i => (i - 2048) / 200.0);
        double[] expected = [.. row.Span(0, 1).ToArray().Select(x => x * Phi(x))];
        Activations.Gelu(row.Start, row.Columns);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], row.Start[i], 2e-6);
    }

    [Fact]
    public void Powers_are_those_of_double_precision()
    {
        for (var power = 0.0; power > -80; power -= 0.0371)
        {
            var found = Activations.Exp(System.Runtime.Intrinsics.Vector512.Create((float)power))[0];
            Assert.Equal(1, found / Math.Exp((float)power), 1e-5);
        }
        Assert.InRange(Activations.Exp(System.Runtime.Intrinsics.Vector512.Create(-1e9f))[3], 0, 1e-37f);
    }

    private static Matrix<float> Apply(LayerWeights weights, Matrix<float> input)
    {
        using var layer = new IntegerLayer(weights);
        var output = new Matrix<float>(input.Rows, weights.Outputs);
        RowLayers.Apply(layer, input, null, output);
        return output;
    }

    private static Matrix<float> Row(int count, Func<int, double> value)
    {
        var row = new Matrix<float>(1, count);
        for (var i = 0; i < count; i++) row.Start[i] = (float)value(i);
        return row;
    }

    // The normal distribution, by Simpson's rule.
    private static double Phi(double x)
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
