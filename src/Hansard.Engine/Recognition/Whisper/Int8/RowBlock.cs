using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Rows that are quantised each by itself, and then multiplied together.</summary>
internal sealed unsafe class RowBlock : IDisposable
{
    /// <summary>Rows multiplied at once: their sums stay in a processor's own cache until they are read.</summary>
    private const int Most = 128;

    private readonly IntegerLayer _layer;
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly Matrix<byte> _integers;
    private readonly RowScale[] _scales;
    private readonly Outlier[] _outliers;
    private readonly int[] _outlierCounts;
    private Matrix<int>? _own;
    private int* _sums;

    /// <summary>Makes room for rows.</summary>
    /// <param name="layer">The layer that they go through.</param>
    /// <param name="rows">Rows that there are in all.</param>
    public RowBlock(IntegerLayer layer, int rows)
    {
        (_layer, Capacity) = (layer, Math.Min(Most, rows));
        _integers = new Matrix<byte>(Capacity, layer.Inputs);
        _scales = new RowScale[Capacity];
        _outliers = layer.TakesOutliers ? new Outlier[Capacity * OutliersOfRow] : [];
        _outlierCounts = new int[Capacity];
    }

    /// <summary>Rows that are multiplied at once, at most.</summary>
    public int Capacity { get; }

    /// <summary>Rows that are multiplied now.</summary>
    public int Count { get; private set; }

    private int OutliersOfRow => _layer.Inputs / Kernels.OutlierFactor;

    /// <summary>Begins with the next rows.</summary>
    /// <param name="rows">Rows that are left.</param>
    public void Begin(int rows) => Count = Math.Min(Capacity, rows);

    /// <summary>Quantises a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="values">The row, which loses its outliers if the layer takes them.</param>
    public void Quantise(int row, float* values)
    {
        if (_layer.TakesOutliers)
        {
            fixed (Outlier* taken = &_outliers[row * OutliersOfRow])
                _outlierCounts[row] = _kernels.TakeOutliers(values, _layer.Inputs, taken);
        }
        _scales[row] = _kernels.Quantise(values, _layer.Inputs, _integers.Row(row));
    }

    /// <summary>Multiplies the rows.</summary>
    public void Multiply()
    {
        _own ??= new Matrix<int>(Capacity, _layer.Outputs);
        Multiply(_own.Start);
    }

    /// <summary>Multiplies the rows where their results are to be: of many outputs sums elsewhere would be much memory.</summary>
    /// <param name="results">[<see cref="Count"/>, outputs], given to <see cref="Finish"/> row by row.</param>
    public void MultiplyInto(float* results) => Multiply((int*)results);

    /// <summary>Turns the sums of a row into numbers.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="result">Of the layer's outputs.</param>
    public void Finish(int row, float* result)
    {
        _kernels.Finish(_sums + ((nint)row * _layer.Outputs), _scales[row], _layer.Constants, _layer.Outputs, result);
        if (_outlierCounts[row] > 0) _layer.AddOutliers(_kernels, _outliers.AsSpan(row * OutliersOfRow, _outlierCounts[row]), result);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _integers.Dispose();
        _own?.Dispose();
    }

    private void Multiply(int* sums)
    {
        _sums = sums;
        _layer.Multiply(_integers, Count, sums);
    }
}
