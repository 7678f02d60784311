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
    /// <param name="isFine">See <see cref="IsFine"/>.</param>
    public IntegerColumns(float[] values, int outputs, float[] bias, bool isFine = false)
    {
        (Inputs, Outputs, Bias, IsFine) = (values.Length / outputs, outputs, bias, isFine);
        if (isFine) values = WithRemainders(values, outputs);
        Columns = values.Length / Inputs;
        _values = new Matrix<sbyte>(Inputs, Columns);
        var bytes = MemoryMarshal.AsBytes(_values.Span(0, Inputs));
        Scales = ColumnScales.Quantise(values, Columns, bytes);
        if (IntegerProduct.ReadsUnsigned) IntegerProduct.FlipSigns(bytes);
        Tensor = IntegerProduct.ReadsUnsigned
            ? Matrix<byte>.Tensor((byte*)_values.Start, Inputs, Columns)
            : _values.Tensor(0, Inputs);
    }

    /// <summary>Elements of a row that is multiplied.</summary>
    public int Inputs { get; }

    /// <summary>Elements of a result.</summary>
    public int Outputs { get; }

    /// <summary>Columns of the product.</summary>
    public int Columns { get; }

    /// <summary>Indicates whether there are as many columns again with what rounding has taken from the weights.</summary>
    /// <remarks>
    /// The layers through which all channels go, a fifth of all multiplications, make two thirds of the error: cosine with the voice in
    /// floating point of three pieces 0.9987, 0.9987 and 0.9980 instead of 0.9971, 0.9978 and 0.9959; if all dense layers had them, 0.9989,
    /// 0.9993 and 0.9978.
    /// </remarks>
    public bool IsFine { get; }

    /// <summary>The value of 1, for each column.</summary>
    public float[] Scales { get; }

    /// <summary>Added to each output.</summary>
    public float[] Bias { get; }

    /// <summary>As products read them.</summary>
    public OrtValue Tensor { get; }

    /// <summary>[inputs, outputs] → [inputs, outputs and remainders].</summary>
    private static float[] WithRemainders(float[] values, int outputs)
    {
        var bytes = new sbyte[values.Length];
        var scales = ColumnScales.Quantise(values, outputs, MemoryMarshal.AsBytes(bytes.AsSpan()));
        var all = new float[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var at = (i / outputs * 2 * outputs) + (i % outputs);
            all[at] = values[i];
            all[at + outputs] = values[i] - (bytes[i] * scales[i % outputs]);
        }
        return all;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Tensor.Dispose();
        _values.Dispose();
    }
}
