using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The scales of the channels of keys and values, from all positions of a window.</summary>
internal sealed unsafe class Channels : IDisposable
{
    private readonly Matrix<float> _numbers;

    /// <summary>Measures the channels.</summary>
    /// <param name="projected">Queries, keys and values side by side, [positions, 3 · channels].</param>
    /// <param name="count">Channels.</param>
    /// <param name="kernels">Those used.</param>
    public Channels(Matrix<float> projected, int count, Kernels kernels)
    {
        (Keys, Values) = (count, 2 * count);
        _numbers = new Matrix<float>(6, count);
        using var reaches = new Matrix<float>(2, count);
        kernels.MeasureColumns(projected.Start + Keys, projected.Columns, projected.Rows, count, KeyMeans, reaches.Row(0));
        kernels.MeasureColumns(projected.Start + Values, projected.Columns, projected.Rows, count, ValueMeans, reaches.Row(1));
        for (var i = 0; i < count; i++)
        {
            // The keys' scale is folded into the queries. A channel that is always the same has none.
            var (key, value) = (reaches.Row(0)[i], reaches.Row(1)[i]);
            QueryFactors[i] = key / (sbyte.MaxValue * MathF.Sqrt(Kernels.HeadWidth));
            KeyInverses[i] = key > 0 ? sbyte.MaxValue / key : 0;
            ValueInverses[i] = value > 0 ? sbyte.MaxValue / value : 0;
            ValueScales[i] = value / sbyte.MaxValue;
        }
    }

    /// <summary>The place of a row's first key.</summary>
    public int Keys { get; }

    /// <summary>The place of a row's first value.</summary>
    public int Values { get; }

    /// <summary>Factors of the channels of the queries.</summary>
    public float* QueryFactors => _numbers.Row(0);

    /// <summary>Means of the keys.</summary>
    public float* KeyMeans => _numbers.Row(1);

    /// <summary>Integers for a difference of 1 from a key's mean.</summary>
    public float* KeyInverses => _numbers.Row(2);

    /// <summary>Means of the values.</summary>
    public float* ValueMeans => _numbers.Row(3);

    /// <summary>Integers for a difference of 1 from a value's mean.</summary>
    public float* ValueInverses => _numbers.Row(4);

    /// <summary>The difference of an integer of 1.</summary>
    public float* ValueScales => _numbers.Row(5);

    /// <inheritdoc />
    public void Dispose() => _numbers.Dispose();
}
