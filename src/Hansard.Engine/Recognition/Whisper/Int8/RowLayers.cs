using System.Numerics.Tensors;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The layers through which each row goes by itself, whatever rows it is with.</summary>
internal static unsafe class RowLayers
{
    /// <summary>Rows multiplied at once: their sums stay in a processor's own cache until they are read.</summary>
    public const int Chunk = 128;

    /// <summary>Normalises rows, and takes them through a linear layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="norm">Applied before; null: none.</param>
    /// <param name="output">[rows, outputs], written.</param>
    public static void Apply(IntegerLayer layer, Matrix<float> input, Normalisation? norm, Matrix<float> output)
        => Apply(layer, input, norm, output, isAdded: false);

    /// <summary>Takes rows through a linear layer, and adds the result.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="states">[rows, outputs], added to.</param>
    public static void Add(IntegerLayer layer, Matrix<float> input, Matrix<float> states)
        => Apply(layer, input, null, states, isAdded: true);

    /// <summary>Takes rows through the two layers of a feed-forward network, and adds the result to them.</summary>
    public static void FeedForward(FeedForward network, Matrix<float> states)
    {
        var (wide, narrow) = (network.Widening, network.Narrowing);
        var chunk = Math.Min(Chunk, states.Rows);
        using var integers = new Matrix<byte>(wide.Terms * chunk, wide.Inputs);
        using var wideSums = new Matrix<int>(wide.Terms * chunk, wide.Outputs);
        using var wideIntegers = new Matrix<byte>(narrow.Terms * chunk, narrow.Inputs);
        using var sums = new Matrix<int>(narrow.Terms * chunk, narrow.Outputs);
        using var row = new Matrix<float>(1, wide.Outputs);
        Span<RowScale> scales = stackalloc RowScale[Chunk];
        for (var first = 0; first < states.Rows; first += chunk)
        {
            var count = Math.Min(chunk, states.Rows - first);
            for (var i = 0; i < count; i++)
            {
                Activations.Normalise(states.Row(first + i), wide.Inputs, network.Norm, row.Start);
                scales[i] = wide.Quantise(row.Start, integers, i, count);
            }
            wide.Multiply(integers, count, wideSums.Start);
            for (var i = 0; i < count; i++)
            {
                wide.Finish(wideSums.Start, i, count, scales[i], row.Start);
                Activations.Gelu(row.Start, wide.Outputs);
                scales[i] = narrow.Quantise(row.Start, wideIntegers, i, count);
            }
            narrow.Multiply(wideIntegers, count, sums.Start);
            for (var i = 0; i < count; i++)
            {
                narrow.Finish(sums.Start, i, count, scales[i], row.Start);
                Add(states.Row(first + i), row.Start, narrow.Outputs);
            }
        }
    }

    private static void Apply(IntegerLayer layer, Matrix<float> input, Normalisation? norm, Matrix<float> output, bool isAdded)
    {
        var chunk = Math.Min(Chunk, input.Rows);
        using var integers = new Matrix<byte>(layer.Terms * chunk, layer.Inputs);
        using var sums = new Matrix<int>(layer.Terms * chunk, layer.Outputs);
        using var row = new Matrix<float>(1, Math.Max(layer.Inputs, layer.Outputs));
        Span<RowScale> scales = stackalloc RowScale[Chunk];
        for (var first = 0; first < input.Rows; first += chunk)
        {
            var count = Math.Min(chunk, input.Rows - first);
            for (var i = 0; i < count; i++)
            {
                var from = input.Row(first + i);
                if (norm is not null)
                {
                    Activations.Normalise(from, layer.Inputs, norm, row.Start);
                    from = row.Start;
                }
                scales[i] = layer.Quantise(from, integers, i, count);
            }
            layer.Multiply(integers, count, sums.Start);
            for (var i = 0; i < count; i++)
            {
                var to = output.Row(first + i);
                layer.Finish(sums.Start, i, count, scales[i], isAdded ? row.Start : to);
                if (isAdded) Add(to, row.Start, layer.Outputs);
            }
        }
    }

    private static void Add(float* to, float* from, int count)
        => TensorPrimitives.Add(new ReadOnlySpan<float>(to, count), new ReadOnlySpan<float>(from, count), new Span<float>(to, count));
}
