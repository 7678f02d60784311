using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Int8;
using Hansard.Engine.Tests.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Tests.Recognition.Whisper.Int8;

/// <summary>What is computed in integers and sixteen at a time, against the same one by one in double precision.</summary>
public sealed unsafe class IntegerLayerTests
{
    private const int Inputs = 96;
    private const int Outputs = 48;
    private readonly Random _random = new(1);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    [InlineData(true, 5)]
    [InlineData(false, 300)]
    [InlineData(true, 300)]
    public void A_layer_multiplies_its_quantised_rows_exactly_whatever_rows_they_are_with(bool takesOutliers, int rows)
    {
        var weights = Weights(Outputs, [.. Enumerable.Range(0, Outputs).Select(i => i / 10f)]);
        using var layer = new IntegerLayer(weights, takesOutliers);
        using var input = new Matrix<float>(rows, Inputs);
        for (var i = 0; i < rows * Inputs; i++) input.Start[i] = (float)(_random.NextDouble() * 2);
        // Some rows have outliers: one or two.
        for (var row = 0; row < rows; row += 3) (input.Row(row)[7], input.Row(row)[70]) = (300, row % 2 == 0 ? -200 : 1);
        var original = input.Span(0, rows).ToArray();
        using var output = new Matrix<float>(rows, Outputs);
        RowLayers.Apply(layer, input, null, output);
        using var one = new Matrix<float>(1, Inputs);
        using var alone = new Matrix<float>(1, Outputs);
        for (var row = 0; row < rows; row++)
        {
            var values = original.AsSpan(row * Inputs, Inputs).ToArray();
            var outliers = takesOutliers ? PlainKernels.Outliers(values) : [];
            Assert.Equal(takesOutliers && row % 3 == 0, outliers.Length > 0);
            foreach (var outlier in outliers) values[outlier.Index] = 0;
            var (scale, bytes) = PlainKernels.Quantise(values);
            for (var j = 0; j < Outputs; j++)
            {
                double sum = weights.Bias[j];
                for (var i = 0; i < Inputs; i++)
                    sum += (scale.Offset + ((double)scale.Step * bytes[i])) * weights.Values[(i * Outputs) + j] * weights.Scales[j];
                foreach (var (index, value) in outliers) sum += (double)value * weights.Values[(index * Outputs) + j] * weights.Scales[j];
                Assert.Equal(sum, output.Row(row)[j], 5e-4);
            }
            original.AsSpan(row * Inputs, Inputs).CopyTo(one.Span(0, 1));
            RowLayers.Apply(layer, one, null, alone);
            Assert.Equal(alone.Span(0, 1), output.Span(row, 1));
        }
    }

    [Fact]
    public void Layers_side_by_side_give_what_each_gives()
    {
        var (first, second) = (Weights(16), Weights(32));
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
        var weights = Weights(21);
        var padded = weights.Padded();
        Assert.Equal(32, padded.Outputs);
        using var input = Row(Inputs, i => i);
        using var result = Apply(padded, input);
        for (var j = 0; j < 32; j++) Assert.Equal(j >= 21, result.Start[j] == 0);
    }

    private LayerWeights Weights(int outputs, float[]? bias = null)
        => LayerWeights.Of([.. Enumerable.Range(0, Inputs * outputs).Select(_ => (float)(_random.NextDouble() - 0.5))], outputs, bias);

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
}
