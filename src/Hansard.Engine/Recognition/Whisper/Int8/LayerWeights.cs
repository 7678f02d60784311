using System.Numerics.Tensors;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The weights of a linear layer in int8.</summary>
/// <param name="Inputs">Elements of an input row; a multiple of 16.</param>
/// <param name="Outputs">Elements of an output row; a multiple of 16.</param>
/// <param name="Values">[inputs, outputs].</param>
/// <param name="Scales">The value of 1, for each output.</param>
/// <param name="Bias">Added to each output.</param>
internal sealed record LayerWeights(int Inputs, int Outputs, sbyte[] Values, float[] Scales, float[] Bias)
{
    /// <summary>Quantises weights, each output by its greatest.</summary>
    /// <param name="weights">[outputs, inputs]; overwritten.</param>
    /// <param name="outputs">Rows of it.</param>
    /// <param name="bias">One an output; null: none.</param>
    public static LayerWeights Of(float[] weights, int outputs, float[]? bias)
    {
        var (inputs, scales, rows) = (weights.Length / outputs, new float[outputs], new sbyte[weights.Length]);
        for (var i = 0; i < outputs; i++)
        {
            var row = weights.AsSpan(i * inputs, inputs);
            scales[i] = Math.Abs(TensorPrimitives.MaxMagnitude((ReadOnlySpan<float>)row)) / sbyte.MaxValue;
            // A row of zeros stays one.
            TensorPrimitives.Divide(row, scales[i] == 0 ? 1 : scales[i], row);
            TensorPrimitives.Round((ReadOnlySpan<float>)row, row);
            TensorPrimitives.ConvertSaturating<float, sbyte>(row, rows.AsSpan(i * inputs, inputs));
        }
        return new LayerWeights(inputs, outputs, Transposition.Turn(rows, outputs, inputs), scales, bias ?? new float[outputs]);
    }

    /// <summary>The sum of each output's integers.</summary>
    public float[] Sums()
    {
        var (sums, row) = (new float[Outputs], new float[Outputs]);
        for (var i = 0; i < Inputs; i++)
        {
            TensorPrimitives.ConvertTruncating<sbyte, float>(Values.AsSpan(i * Outputs, Outputs), row);
            TensorPrimitives.Add<float>(sums, row, sums);
        }
        return sums;
    }

    /// <summary>The layer with outputs added that are 0, to a number that is a multiple of 16.</summary>
    public LayerWeights Padded()
    {
        const int Step = 16;
        var padded = (Outputs + Step - 1) / Step * Step;
        if (padded == Outputs) return this;
        var values = new sbyte[Inputs * padded];
        for (var i = 0; i < Inputs; i++) Values.AsSpan(i * Outputs, Outputs).CopyTo(values.AsSpan(i * padded));
        var (scales, bias) = (new float[padded], new float[padded]);
        Scales.CopyTo(scales, 0);
        Bias.CopyTo(bias, 0);
        return new LayerWeights(Inputs, padded, values, scales, bias);
    }

    /// <summary>One layer with the outputs of several, which have the same inputs.</summary>
    public static LayerWeights Join(params LayerWeights[] layers)
    {
        var (inputs, outputs) = (layers[0].Inputs, layers.Sum(l => l.Outputs));
        var values = new sbyte[inputs * outputs];
        for (var i = 0; i < inputs; i++)
        {
            var at = i * outputs;
            foreach (var layer in layers)
            {
                layer.Values.AsSpan(i * layer.Outputs, layer.Outputs).CopyTo(values.AsSpan(at));
                at += layer.Outputs;
            }
        }
        return new LayerWeights(
            inputs, outputs, values, [.. layers.SelectMany(l => l.Scales)], [.. layers.SelectMany(l => l.Bias)]);
    }
}
