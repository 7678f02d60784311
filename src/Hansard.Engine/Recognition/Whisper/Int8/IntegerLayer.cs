using Hansard.Engine.Matrices;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>A linear layer in int8: rows that are quantised each by itself, times weights with a scale for every output.</summary>
/// <remarks>
/// One scale for all rows, which is what ONNX Runtime's dynamic quantisation has, makes an error of 13 to 23 % in the encoder's output, and
/// every row depend on all others; a scale for each row 5 to 6 %. Where a few numbers of a row are far from all others, they
/// would leave one scale too coarse for the rest: they are taken out, and multiplied in floating point.
/// </remarks>
internal sealed unsafe class IntegerLayer : IDisposable
{
    private const int Step = Kernels.Step;

    private readonly IntegerProduct _product;
    private readonly Matrix<float> _outputs;

    // Read from the file once more when the first outlier comes: in a large model most layers have none, and it would be a fifth of all.
    private readonly Lazy<sbyte[]> _weights;

    /// <summary>Takes the weights of a layer.</summary>
    /// <param name="weights">What it multiplies with.</param>
    /// <param name="takesOutliers">See <see cref="TakesOutliers"/>.</param>
    public IntegerLayer(LayerWeights weights, bool takesOutliers = false)
    {
        (Inputs, Outputs, TakesOutliers) = (weights.Inputs, weights.Outputs, takesOutliers);
        _weights = takesOutliers ? Again(weights) : new Lazy<sbyte[]>([]);
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

    /// <summary>
    /// Indicates whether outliers of rows are multiplied by themselves, for which the weights are kept a second time once there is one.
    /// </summary>
    public bool TakesOutliers { get; }

    /// <summary>As the kernels read them: <see cref="Kernels.Finish"/>.</summary>
    public float* Constants => _outputs.Start;

    /// <summary>Multiplies rows.</summary>
    /// <param name="rows">Quantised.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="sums">[rows, <see cref="Outputs"/>], written.</param>
    public void Multiply(Matrix<byte> rows, int count, int* sums)
    {
        using var input = rows.Tensor(0, count);
        using var output = Matrix<int>.Tensor(sums, count, Outputs);
        _product.Multiply(input, output);
    }

    /// <summary>Adds to a row what its outliers give.</summary>
    /// <param name="kernels">Those used.</param>
    /// <param name="outliers">The outliers.</param>
    /// <param name="result">[<see cref="Outputs"/>].</param>
    public void AddOutliers(Kernels kernels, ReadOnlySpan<Outlier> outliers, float* result)
    {
        if (outliers.IsEmpty) return;
        fixed (Outlier* from = outliers)
        fixed (sbyte* weights = _weights.Value)
            kernels.AddOutliers(from, outliers.Length, weights, Constants, Outputs, result);
    }

    private static Lazy<sbyte[]> Again(LayerWeights weights) => new(() =>
    {
        var values = weights.Values.ToArray();
        // A span of a file does not keep it mapped.
        GC.KeepAlive(weights);
        return values;
    });

    /// <inheritdoc />
    public void Dispose()
    {
        _product.Dispose();
        _outputs.Dispose();
    }
}
