using System.Runtime.InteropServices;
using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Instructions;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>Attention of all positions of a window to each other, in 8-bit integers.</summary>
/// <remarks>
/// A channel of the keys has a scale of its own, which is folded into the queries, and its mean, which adds the same to all scores of a
/// query, is left out. Values are kept as differences from their channel's mean: what rounding takes from small weights, which are many
/// where attention is diffuse, becomes that mean instead of nothing.
/// </remarks>
/// <param name="heads">Heads, of 64 channels each.</param>
internal sealed unsafe class EncoderAttention(int heads) : IDisposable
{
    /// <summary>Channels of a head, in every Whisper.</summary>
    public const int Width = Kernels.HeadWidth;

    /// <summary>Queries whose scores are held at once: with 1500 positions they fit into a processor's own cache.</summary>
    private const int QueryBlock = 128;

    /// <summary>Positions are filled up to a multiple of this.</summary>
    private const int Step = Kernels.Step;

    // Queries have a sign, and integers of rows have none.
    private const byte Zero = 128;

    private readonly IntegerProduct _scores = IntegerProduct.Of(Zero);
    private readonly IntegerProduct _mixed = IntegerProduct.Of(0);

    private readonly Kernels _kernels = Kernels.Chosen;

    /// <summary>Attends.</summary>
    /// <param name="projected">Queries, keys and values side by side, [positions, 3 · heads · 64].</param>
    /// <param name="output">[positions, heads · 64].</param>
    public void Attend(Matrix<float> projected, Matrix<float> output)
    {
        var positions = projected.Rows;
        var padded = (positions + Step - 1) / Step * Step;
        var block = Math.Min(QueryBlock, positions);
        using var channels = new Channels(projected, heads * Width, _kernels);
        using var queries = new Matrix<byte>(positions, Width);
        using var keys = new Matrix<sbyte>(Width, padded);
        using var values = new Matrix<sbyte>(padded, Width);
        using var scores = new Matrix<int>(block, padded);
        using var weights = new Matrix<byte>(block, padded);
        using var mixed = new Matrix<int>(block, Width);
        using var keyTensor = Columns(keys);
        using var valueTensor = Columns(values);
        var (queryScales, norms) = (new float[positions], new float[block]);
        values.Span(positions, padded - positions).Fill((sbyte)(_mixed.HasUnsignedColumns ? -128 : 0));
        for (var head = 0; head < heads; head++)
        {
            var at = head * Width;
            PackKeys(projected, channels, at, keys);
            for (var i = 0; i < positions; i++)
            {
                var row = projected.Row(i) + at;
                queryScales[i] = _kernels.QuantiseProducts(row, channels.QueryFactors + at, Width, queries.Row(i));
                _kernels.QuantiseDifferences(
                    row + channels.Values, channels.ValueMeans + at, channels.ValueInverses + at, Width, (byte*)values.Row(i));
            }
            if (_mixed.HasUnsignedColumns)
            {
                IntegerProduct.FlipSigns(MemoryMarshal.AsBytes(keys.Span(0, Width)));
                IntegerProduct.FlipSigns(MemoryMarshal.AsBytes(values.Span(0, positions)));
            }
            for (var first = 0; first < positions; first += QueryBlock)
            {
                var count = Math.Min(QueryBlock, positions - first);
                using var queryTensor = queries.Tensor(first, count);
                using var scoreTensor = scores.Tensor(0, count);
                using var weightTensor = weights.Tensor(0, count);
                using var mixedTensor = mixed.Tensor(0, count);
                _scores.Multiply(queryTensor, keyTensor, scoreTensor);
                for (var i = 0; i < count; i++)
                    norms[i] = _kernels.Softmax(scores.Row(i), positions, padded, queryScales[first + i], weights.Row(i));
                _mixed.Multiply(weightTensor, valueTensor, mixedTensor);
                for (var i = 0; i < count; i++)
                {
                    _kernels.Mixed(
                        mixed.Row(i), 1 / norms[i], channels.ValueScales + at, channels.ValueMeans + at, Width, output.Row(first + i) + at);
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _scores.Dispose();
        _mixed.Dispose();
    }

    /// <summary>Columns as the products read them.</summary>
    private OrtValue Columns(Matrix<sbyte> columns)
        => _mixed.HasUnsignedColumns
            ? Matrix<byte>.Tensor((byte*)columns.Start, columns.Rows, columns.Columns)
            : columns.Tensor(0, columns.Rows);

    /// <summary>Keys stand channel by channel, as the columns of a product do.</summary>
    private void PackKeys(Matrix<float> projected, Channels channels, int at, Matrix<sbyte> keys)
    {
        var block = stackalloc byte[Step * Width];
        for (var first = 0; first < keys.Columns; first += Step)
        {
            var count = Math.Min(Step, projected.Rows - first);
            new Span<byte>(block, Step * Width).Clear();
            for (var i = 0; i < count; i++)
            {
                _kernels.QuantiseDifferences(
                    projected.Row(first + i) + channels.Keys + at, channels.KeyMeans + at, channels.KeyInverses + at, Width,
                    block + (i * Width));
            }
            for (var channel = 0; channel < Width; channel += Step)
                Transposition.TurnBlock(block + channel, Width, (byte*)keys.Row(channel) + first, keys.Columns);
        }
    }
}
