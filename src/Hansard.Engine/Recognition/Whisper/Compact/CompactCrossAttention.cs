using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hansard.Engine.Matrices;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Instructions;
using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>The cross keys and values of one window in int8: 9 MB where floating point takes 37.</summary>
/// <remarks>
/// Every channel of a head has a scale and a centre of its own. The centre of a key adds the same to every position's score, which the
/// softmax does not see, so it is not kept; that of a value is added to the result, because the weights of the positions sum to 1.
/// Keys stand channel by channel in blocks of 32 positions, values position by position: so the kernels read both from front to back.
/// </remarks>
internal sealed unsafe class CompactCrossAttention : ICrossAttention
{
    /// <summary>Width of a head, in every Whisper.</summary>
    public const int Width = Kernels.HeadWidth;

    /// <summary>Positions in a block of keys.</summary>
    public const int Block = Kernels.KeyBlock;

    private readonly int _heads;
    private readonly int _layers;
    private readonly OrtValue _data;

    // Memory of ONNX Runtime's, which does not move.
    private readonly sbyte* _start;
    private readonly float[] _scales;
    private readonly Func<CompactCrossAttention, float[]> _compute;
    private readonly Lazy<float[]> _startLogits;

    /// <summary>Makes room for keys and values.</summary>
    /// <param name="positions">Positions.</param>
    /// <param name="layers">Layers of the decoder.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="startLogits">Computes the logits after the start token.</param>
    public CompactCrossAttention(int positions, int layers, int heads, Func<CompactCrossAttention, float[]> startLogits)
        : this(positions, layers, heads, startLogits, new float[2 * layers * heads * 2 * Width])
    {
    }

    private CompactCrossAttention(int positions, int layers, int heads, Func<CompactCrossAttention, float[]> startLogits, float[] scales)
    {
        (_heads, _layers, _compute, _scales) = (heads, layers, startLogits, scales);
        Positions = positions;
        Blocks = (Positions + Block - 1) / Block;
        _data = OnnxModel.Allocate<sbyte>(2 * layers, heads, Blocks * Block, Width);
        fixed (sbyte* start = _data.GetTensorMutableDataAsSpan<sbyte>()) _start = start;
        _startLogits = new Lazy<float[]>(() => startLogits(this), LazyThreadSafetyMode.None);
    }

    /// <inheritdoc />
    public int Positions { get; }

    /// <summary>Blocks of keys; the last one is filled up with zeros.</summary>
    public int Blocks { get; }

    /// <inheritdoc />
    public long Bytes => 2L * _layers * _heads * Blocks * Block * Width;

    /// <inheritdoc />
    public float[] StartLogits => _startLogits.Value;

    /// <summary>The keys and values of some positions.</summary>
    /// <param name="ranges">In order.</param>
    public CompactCrossAttention Within(params ReadOnlySpan<PositionRange> ranges)
    {
        var positions = 0;
        foreach (var (start, end) in ranges) positions += end - start;
        var part = new CompactCrossAttention(positions, _layers, _heads, _compute, _scales);
        for (var layer = 0; layer < _layers; layer++)
        {
            for (var head = 0; head < _heads; head++)
            {
                var to = 0;
                foreach (var (start, end) in ranges)
                {
                    CopyKeys(Keys(layer, head), start, part.Keys(layer, head), to, end - start);
                    new ReadOnlySpan<sbyte>(Values(layer, head) + (start * Width), (end - start) * Width)
                        .CopyTo(new Span<sbyte>(part.Values(layer, head) + (to * Width), (end - start) * Width));
                    to += end - start;
                }
                ClearKeys(part.Keys(layer, head), to, part.Blocks * Block);
            }
        }
        return part;
    }

    /// <summary>Keys of a head, [blocks, 64, 32].</summary>
    public sbyte* Keys(int layer, int head) => Data(2 * layer, head);

    /// <summary>Values of a head, [positions, 64].</summary>
    public sbyte* Values(int layer, int head) => Data((2 * layer) + 1, head);

    /// <summary>Factors of a key's channels, [64].</summary>
    public ReadOnlySpan<float> KeyScale(int layer, int head) => Scale(2 * layer, head);

    /// <summary>Factors of a value's channels, [64].</summary>
    public ReadOnlySpan<float> ValueScale(int layer, int head) => Scale((2 * layer) + 1, head);

    /// <summary>Offsets that are added to a value's channels, [64].</summary>
    public ReadOnlySpan<float> ValueCentre(int layer, int head) => Centre((2 * layer) + 1, head);

    /// <summary>Packs the keys and values of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="projected">Keys and values side by side, [positions, 2 · heads · 64].</param>
    public void Pack(int layer, Matrix<float> projected)
    {
        for (var head = 0; head < _heads; head++)
        {
            for (var i = 0; i < 2; i++)
            {
                var index = (2 * layer) + i;
                Pack(
                    projected.Start + (((i * _heads) + head) * Width), projected.Columns,
                    new Span<sbyte>(Data(index, head), Blocks * Block * Width), Scale(index, head), Centre(index, head),
                    transpose: i == 0);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _data.Dispose();

    /// <summary>Copies keys from some place in their blocks to another.</summary>
    private static void CopyKeys(sbyte* from, int start, sbyte* to, int first, int count)
    {
        while (count > 0)
        {
            var (at, into) = (start % Block, first % Block);
            var length = Math.Min(count, Block - Math.Max(at, into));
            var source = from + ((start - at) * Width) + at;
            var target = to + ((first - into) * Width) + into;
            for (var channel = 0; channel < Width; channel++, source += Block, target += Block)
                new ReadOnlySpan<sbyte>(source, length).CopyTo(new Span<sbyte>(target, length));
            (start, first, count) = (start + length, first + length, count - length);
        }
    }

    private static void ClearKeys(sbyte* keys, int first, int end)
    {
        if (first == end) return;
        var into = first % Block;
        var target = keys + ((first - into) * Width) + into;
        for (var channel = 0; channel < Width; channel++, target += Block) new Span<sbyte>(target, Block - into).Clear();
    }

    /// <summary>Turns a block from position by position to channel by channel.</summary>
    private static void Turn(ReadOnlySpan<sbyte> rows, Span<sbyte> block)
    {
        fixed (sbyte* from = rows, to = block)
        {
            for (var row = 0; row < Block; row += Kernels.Step)
            {
                for (var channel = 0; channel < Width; channel += Kernels.Step)
                {
                    Transposition.TurnBlock(
                        (byte*)from + (row * Width) + channel, Width, (byte*)to + (channel * Block) + row, Block);
                }
            }
        }
    }

    private sbyte* Data(int index, int head) => _start + ((nint)((index * _heads) + head) * Blocks * Block * Width);

    private Span<float> Scale(int index, int head) => _scales.AsSpan(((index * _heads) + head) * 2 * Width, Width);

    private Span<float> Centre(int index, int head) => _scales.AsSpan((((index * _heads) + head) * 2 * Width) + Width, Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float* values, int stride, Span<sbyte> packed, Span<float> scale, Span<float> centre, bool transpose)
    {
        Span<float> least = stackalloc float[Width];
        Span<float> most = stackalloc float[Width];
        Span<float> inverse = stackalloc float[Width];
        ReadOnlySpan<float> Row(int position) => new(values + ((nint)position * stride), Width);
        Row(0).CopyTo(least);
        Row(0).CopyTo(most);
        for (var at = 1; at < Positions; at++)
        {
            TensorPrimitives.Min(least, Row(at), least);
            TensorPrimitives.Max(most, Row(at), most);
        }
        for (var i = 0; i < Width; i++)
        {
            centre[i] = (least[i] + most[i]) / 2;
            scale[i] = (most[i] - least[i]) / (2 * sbyte.MaxValue);
            inverse[i] = scale[i] == 0 ? 0 : 1 / scale[i];
        }

        Span<sbyte> rows = stackalloc sbyte[Block * Width];
        for (var at = 0; at < Blocks * Block; at += Block)
        {
            var count = Math.Min(Block, Positions - at);
            rows[(count * Width)..].Clear();
            fixed (float* centres = centre, inverses = inverse)
            fixed (sbyte* to = rows)
            {
                for (var row = 0; row < count; row++)
                {
                    Kernels.Chosen.QuantiseDifferences(
                        values + ((nint)(at + row) * stride), centres, inverses, Width, (byte*)to + (row * Width));
                }
            }
            var block = packed.Slice(at * Width, Block * Width);
            if (!transpose) rows.CopyTo(block);
            else Turn(rows, block);
        }
    }
}
