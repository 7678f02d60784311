using System.Runtime.InteropServices;
using Hansard.Engine.Matrices;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The weights of a linear layer in int8.</summary>
/// <param name="Inputs">Elements of an input row; a multiple of 16.</param>
/// <param name="Outputs">Elements of an output row; a multiple of 16.</param>
/// <param name="Scales">The value of 1, for each output.</param>
/// <param name="Bias">Added to each output.</param>
internal sealed record LayerWeights(int Inputs, int Outputs, float[] Scales, float[] Bias)
{
    // Matrices side by side, each int8 [inputs, its outputs]: put together only where they are multiplied with.
    private readonly (ReadOnlyMemory<byte> Values, int Outputs)[] _matrices = [];

    // Outputs that are taken of a single matrix, in their order; null: all of them as they are.
    private readonly int[]? _columns;

    /// <summary>Takes weights as they are in a file.</summary>
    /// <param name="values">int8 [inputs, outputs].</param>
    /// <param name="scales">The value of 1, for each output.</param>
    /// <param name="bias">One an output; null: none.</param>
    public LayerWeights(ReadOnlyMemory<byte> values, float[] scales, float[]? bias)
        : this(values.Length / scales.Length, scales.Length, scales, bias ?? new float[scales.Length])
        => _matrices = [(values, scales.Length)];

    private LayerWeights(
        (ReadOnlyMemory<byte> Values, int Outputs)[] matrices, int inputs, float[] scales, float[] bias, int[]? columns = null)
        : this(inputs, scales.Length, scales, bias)
        => (_matrices, _columns) = (matrices, columns);

    /// <summary>int8 [inputs, outputs] of a layer that was not put together of several.</summary>
    public ReadOnlySpan<sbyte> Values => MemoryMarshal.Cast<byte, sbyte>(_matrices.Single().Values.Span);

    /// <summary>Quantises weights, each output by its greatest.</summary>
    /// <param name="values">[inputs, outputs].</param>
    /// <param name="outputs">Columns of it.</param>
    /// <param name="bias">One an output; null: none.</param>
    public static LayerWeights Of(ReadOnlySpan<float> values, int outputs, float[]? bias)
    {
        var quantised = GC.AllocateUninitializedArray<byte>(values.Length);
        var scales = ColumnScales.Quantise(values, outputs, quantised);
        return new LayerWeights(quantised, scales, bias);
    }

    /// <summary>Writes the weights as one matrix.</summary>
    /// <param name="matrix">Receives them, int8 [inputs, outputs].</param>
    public void CopyTo(Span<byte> matrix)
    {
        if (_columns is not null)
        {
            CopyColumnsTo(matrix);
            return;
        }
        var column = 0;
        foreach (var (values, outputs) in _matrices)
        {
            var from = values.Span;
            if (outputs == Outputs) from.CopyTo(matrix);
            else for (var i = 0; i < Inputs; i++) from.Slice(i * outputs, outputs).CopyTo(matrix[((i * Outputs) + column)..]);
            column += outputs;
        }
        for (var i = 0; i < Inputs && column < Outputs; i++) matrix.Slice((i * Outputs) + column, Outputs - column).Clear();
        // A span of a file does not keep it mapped.
        GC.KeepAlive(this);
    }

    /// <summary>The layer with outputs added that are 0, to a number that is a multiple of 16.</summary>
    public LayerWeights Padded()
    {
        const int Step = 16;
        var padded = (Outputs + Step - 1) / Step * Step;
        if (padded == Outputs) return this;
        var (scales, bias) = (new float[padded], new float[padded]);
        Scales.CopyTo(scales, 0);
        Bias.CopyTo(bias, 0);
        return new LayerWeights(_matrices, Inputs, scales, bias, _columns);
    }

    /// <summary>The layer with some of its outputs, in their order.</summary>
    /// <param name="outputs">Their numbers, of a layer that was not put together of several.</param>
    public LayerWeights Columns(ReadOnlySpan<int> outputs)
    {
        var columns = outputs.ToArray();
        return new LayerWeights(
            [_matrices.Single()], Inputs, [.. columns.Select(column => Scales[column])], [.. columns.Select(column => Bias[column])],
            columns);
    }

    private void CopyColumnsTo(Span<byte> matrix)
    {
        var (values, outputs) = _matrices[0];
        // Those that stay where they are go in one piece.
        var count = _columns!.Length;
        int[] moved = [.. Enumerable.Range(0, count).Where(column => _columns[column] != column)];
        for (var i = 0; i < Inputs; i++)
        {
            var from = values.Span.Slice(i * outputs, outputs);
            var to = matrix.Slice(i * Outputs, Outputs);
            if (moved.Length < count) from[..count].CopyTo(to);
            foreach (var column in moved) to[column] = from[_columns[column]];
            to[count..].Clear();
        }
        // A span of a file does not keep it mapped.
        GC.KeepAlive(this);
    }

    /// <summary>One layer with the outputs of several, which have the same inputs.</summary>
    public static LayerWeights Join(params LayerWeights[] layers) => new(
        [.. layers.SelectMany(l => l._matrices)], layers[0].Inputs, [.. layers.SelectMany(l => l.Scales)],
        [.. layers.SelectMany(l => l.Bias)]);
}
