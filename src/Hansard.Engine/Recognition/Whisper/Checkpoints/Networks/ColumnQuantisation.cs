using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Int8;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>Weights in int8 with a scale for every output, as ONNX Runtime multiplies with them.</summary>
internal static class ColumnQuantisation
{
    /// <summary>Quantises and transposes.</summary>
    /// <param name="weights">[outputs, inputs]; overwritten.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="scales">Receives a scale for each output.</param>
    /// <returns>[inputs, outputs].</returns>
    public static sbyte[] Quantise(float[] weights, int outputs, int inputs, Span<float> scales)
    {
        var rows = new sbyte[weights.Length];
        for (var i = 0; i < outputs; i++)
        {
            var row = weights.AsSpan(i * inputs, inputs);
            scales[i] = Math.Abs(TensorPrimitives.MaxMagnitude((ReadOnlySpan<float>)row)) / sbyte.MaxValue;
            // A row of zeros stays one.
            TensorPrimitives.Divide(row, scales[i] == 0 ? 1 : scales[i], row);
            TensorPrimitives.Round((ReadOnlySpan<float>)row, row);
            TensorPrimitives.ConvertSaturating<float, sbyte>(row, rows.AsSpan(i * inputs, inputs));
        }
        return Transposition.Turn(rows, outputs, inputs);
    }
}
