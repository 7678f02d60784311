using System.Runtime.InteropServices;
using Hansard.Engine.Matrices;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>Weights of a layer in 8-bit integers, with a scale for each output.</summary>
internal sealed unsafe class IntegerColumns : IDisposable
{
    private readonly Matrix<sbyte> _values;

    /// <summary>Quantises weights.</summary>
    /// <param name="values">[inputs, outputs].</param>
    /// <param name="outputs">A multiple of 16.</param>
    /// <param name="bias">[outputs].</param>
    public IntegerColumns(float[] values, int outputs, float[] bias)
    {
        (Inputs, Outputs, Bias) = (values.Length / outputs, outputs, bias);
        _values = new Matrix<sbyte>(Inputs, outputs);
        var bytes = MemoryMarshal.AsBytes(_values.Span(0, Inputs));
        Scales = ColumnScales.Quantise(values, outputs, bytes);
        if (IntegerProduct.ReadsUnsigned) IntegerProduct.FlipSigns(bytes);
        Tensor = IntegerProduct.ReadsUnsigned
            ? Matrix<byte>.Tensor((byte*)_values.Start, Inputs, outputs)
            : _values.Tensor(0, Inputs);
    }

    /// <summary>Elements of a row that is multiplied.</summary>
    public int Inputs { get; }

    /// <summary>Columns.</summary>
    public int Outputs { get; }

    /// <summary>The value of 1, for each output.</summary>
    public float[] Scales { get; }

    /// <summary>Added to each output.</summary>
    public float[] Bias { get; }

    /// <summary>As products read them.</summary>
    public OrtValue Tensor { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Tensor.Dispose();
        _values.Dispose();
    }
}
