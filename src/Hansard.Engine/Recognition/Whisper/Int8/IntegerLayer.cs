using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hansard.Engine.Models;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>A linear layer in int8: rows that are quantised each by itself, times weights with a scale for every output.</summary>
/// <remarks>
/// One scale for all rows, which is what ONNX Runtime's dynamic quantisation has, makes an error of 13 to 23 % in the encoder's output, and
/// every row depend on all others; a scale for each row 5 to 6 %.
/// </remarks>
internal sealed unsafe class IntegerLayer : IDisposable
{
    private const int Step = 16;

    private readonly IntegerProduct _product;
    // For every 16 outputs their scales, what the offset of a row adds, and their biases: read from front to back, in whole cache lines.
    private readonly Matrix<float> _outputs;

    /// <summary>Takes the weights of a layer.</summary>
    /// <param name="weights">What it multiplies with.</param>
    /// <param name="isWide">
    /// Rows are taken in 16 bits, as two rows of 8: for inputs with outliers, which leave one scale too coarse for the rest.
    /// </param>
    public IntegerLayer(LayerWeights weights, bool isWide = false)
    {
        (Inputs, Outputs, IsWide) = (weights.Inputs, weights.Outputs, isWide);
        int[] sums = [];
        using var made = new DisposedOnFailure();
        _product = made.Add(IntegerProduct.With(Inputs, Outputs, matrix =>
        {
            weights.CopyTo(matrix);
            sums = ColumnSums.Of(matrix, Outputs);
        }));
        _outputs = made.Add(new Matrix<float>(Outputs / Step, 3 * Step));
        for (var i = 0; i < Outputs; i++)
        {
            var to = _outputs.Row(i / Step) + (i % Step);
            // A row's value is offset + scale · integer, so what the offset adds to an output is the sum of its weights.
            (to[0], to[Step], to[2 * Step]) = (weights.Scales[i], sums[i] * weights.Scales[i], weights.Bias[i]);
        }
        made.Keep();
    }

    /// <summary>Elements of an input row.</summary>
    public int Inputs { get; }

    /// <summary>Elements of an output row.</summary>
    public int Outputs { get; }

    /// <summary>Indicates whether rows are taken in 16 bits.</summary>
    public bool IsWide { get; }

    /// <summary>Rows of integers for each row of numbers.</summary>
    public int Terms => IsWide ? 2 : 1;

    /// <summary>Multiplies rows.</summary>
    /// <param name="rows">Quantised; of a wide layer the high bytes of all rows, then the low ones.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="sums">[<see cref="Terms"/> · rows, <see cref="Outputs"/>], written; read with <see cref="Finish"/>.</param>
    public void Multiply(Matrix<byte> rows, int count, int* sums)
    {
        using var input = rows.Tensor(0, Terms * count);
        using var output = Matrix<int>.Tensor(sums, Terms * count, Outputs);
        _product.Multiply(input, output);
    }

    /// <summary>Quantises a row.</summary>
    /// <param name="values">The row, of <see cref="Inputs"/> elements.</param>
    /// <param name="rows">Receives it.</param>
    /// <param name="row">Its number.</param>
    /// <param name="count">Number of rows that are multiplied together.</param>
    public RowScale Quantise(float* values, Matrix<byte> rows, int row, int count)
    {
        var to = rows.Start + ((nint)row * Inputs);
        return IsWide
            ? RowQuantisation.Wide(values, Inputs, to, to + ((nint)count * Inputs))
            : RowQuantisation.Narrow(values, Inputs, to);
    }

    /// <summary>Turns the sums of a row into numbers.</summary>
    /// <param name="sums">As <see cref="Multiply"/> has written them.</param>
    /// <param name="row">Its number.</param>
    /// <param name="count">Number of rows that were multiplied together.</param>
    /// <param name="scale">The row's.</param>
    /// <param name="result">Of <see cref="Outputs"/> elements; may be the place of the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish(int* sums, int row, int count, RowScale scale, float* result)
    {
        var outputs = Outputs;
        var high = sums + ((nint)row * outputs);
        // Of a row that is not wide, the low bytes are none, and add nothing.
        var low = IsWide ? high + ((nint)count * outputs) : high;
        var (step, offset) = (Vector512.Create(scale.Step), Vector512.Create(scale.Offset));
        var lowStep = Vector512.Create(IsWide ? scale.Step / (byte.MaxValue + 1) : 0);
        var constants = _outputs.Start;
        for (var j = 0; j < outputs; j += Step, constants += 3 * Step)
        {
            var sum = Vector512.ConvertToSingle(Vector512.Load(high + j)) * step;
            sum = Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(Vector512.Load(low + j)), lowStep, sum);
            var value = Vector512.FusedMultiplyAdd(sum, Vector512.Load(constants), Vector512.Load(constants + (2 * Step)));
            Vector512.FusedMultiplyAdd(offset, Vector512.Load(constants + Step), value).Store(result + j);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _product.Dispose();
        _outputs.Dispose();
    }
}
