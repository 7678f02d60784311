using System.Numerics.Tensors;
using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The layers through which each row goes by itself, whatever rows it is with.</summary>
internal static unsafe class RowLayers
{
    /// <summary>Normalises rows, and takes them through a linear layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="norm">Applied before; null: none.</param>
    /// <param name="output">[rows, outputs], written.</param>
    public static void Apply(IntegerLayer layer, Matrix<float> input, Normalisation? norm, Matrix<float> output)
    {
        using var block = new RowBlock(layer, output.Rows);
        using var row = new Matrix<float>(1, layer.Inputs);
        for (var first = 0; first < output.Rows; first += block.Capacity)
        {
            block.Begin(output.Rows - first);
            for (var i = 0; i < block.Count; i++)
            {
                var from = input.Row(first + i);
                if (norm is not null)
                {
                    Normalise(from, norm, row.Start);
                    from = row.Start;
                }
                block.Quantise(i, from);
            }
            block.MultiplyInto(output.Row(first));
            for (var i = 0; i < block.Count; i++) block.Finish(i, output.Row(first + i));
        }
    }

    /// <summary>Takes rows through a linear layer, and adds the result.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="states">[rows, outputs], added to.</param>
    public static void Add(IntegerLayer layer, Matrix<float> input, Matrix<float> states)
    {
        using var block = new RowBlock(layer, states.Rows);
        using var row = new Matrix<float>(1, layer.Outputs);
        for (var first = 0; first < states.Rows; first += block.Capacity)
        {
            block.Begin(states.Rows - first);
            for (var i = 0; i < block.Count; i++) block.Quantise(i, input.Row(first + i));
            block.Multiply();
            for (var i = 0; i < block.Count; i++)
            {
                block.Finish(i, row.Start);
                Add(states.Row(first + i), row.Start, layer.Outputs);
            }
        }
    }

    /// <summary>Takes frames through a convolution and the activation behind it.</summary>
    /// <param name="layer">The convolution, as a layer whose input is several frames side by side.</param>
    /// <param name="frames">[frames, channels].</param>
    /// <param name="stride">Frames from the beginning of a row's to that of the next row's.</param>
    /// <param name="output">[rows, outputs], written.</param>
    public static void Convolve(IntegerLayer layer, Matrix<float> frames, int stride, Matrix<float> output)
    {
        using var block = new RowBlock(layer, output.Rows);
        for (var first = 0; first < output.Rows; first += block.Capacity)
        {
            block.Begin(output.Rows - first);
            for (var i = 0; i < block.Count; i++) block.Quantise(i, frames.Row(stride * (first + i)));
            block.MultiplyInto(output.Row(first));
            for (var i = 0; i < block.Count; i++)
            {
                block.Finish(i, output.Row(first + i));
                Kernels.Chosen.Gelu(output.Row(first + i), layer.Outputs);
            }
        }
    }

    /// <summary>Takes rows through the two layers of a feed-forward network, and adds the result to them.</summary>
    public static void FeedForward(FeedForward network, Matrix<float> states)
    {
        var (widening, narrowing) = (network.Widening, network.Narrowing);
        using var block = new RowBlock(widening, states.Rows);
        using var wide = new RowBlock(narrowing, states.Rows);
        using var row = new Matrix<float>(1, widening.Outputs);
        for (var first = 0; first < states.Rows; first += block.Capacity)
        {
            block.Begin(states.Rows - first);
            wide.Begin(block.Count);
            for (var i = 0; i < block.Count; i++)
            {
                Normalise(states.Row(first + i), network.Norm, row.Start);
                block.Quantise(i, row.Start);
            }
            block.Multiply();
            for (var i = 0; i < block.Count; i++)
            {
                block.Finish(i, row.Start);
                Kernels.Chosen.Gelu(row.Start, widening.Outputs);
                wide.Quantise(i, row.Start);
            }
            wide.Multiply();
            for (var i = 0; i < block.Count; i++)
            {
                wide.Finish(i, row.Start);
                Add(states.Row(first + i), row.Start, narrowing.Outputs);
            }
        }
    }

    /// <summary>Normalises a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="norm">How.</param>
    /// <param name="result">Receives it.</param>
    public static void Normalise(float* row, Normalisation norm, float* result)
    {
        fixed (float* gain = norm.Gain, bias = norm.Bias) Kernels.Chosen.Normalise(row, norm.Gain.Length, gain, bias, result);
    }

    private static void Add(float* to, float* from, int count)
        => TensorPrimitives.Add(new ReadOnlySpan<float>(to, count), new ReadOnlySpan<float>(from, count), new Span<float>(to, count));
}
