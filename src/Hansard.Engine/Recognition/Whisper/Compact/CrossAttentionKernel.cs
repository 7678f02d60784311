using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Instructions;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Attention of the queries of one window to its compact keys and values.</summary>
/// <remarks>
/// Keys and values are widened to floating point as they are read, once for five queries, the rows of a beam: reading them from memory
/// is what costs.
/// </remarks>
/// <param name="kernels">Those used.</param>
internal sealed unsafe class CrossAttentionKernel(Kernels kernels)
{
    /// <summary>Queries computed together.</summary>
    private const int Group = Kernels.QueryGroup;

    private const int Width = CompactCrossAttention.Width;
    private const int Block = CompactCrossAttention.Block;

    private readonly float[] _queries = GC.AllocateUninitializedArray<float>(Group * Width, pinned: true);
    private readonly float[] _mixed = GC.AllocateUninitializedArray<float>(Group * Width, pinned: true);
    private readonly float[] _shares = new float[Group];
    private float[] _weights = [];

    /// <summary>A kernel of the instructions that the environment or the processor chooses.</summary>
    public CrossAttentionKernel()
        : this(Kernels.Chosen)
    {
    }

    /// <summary>Attends with all heads of a layer.</summary>
    /// <param name="window">Keys and values.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="queries">[count, heads · 64].</param>
    /// <param name="count">Number of queries.</param>
    /// <param name="output">As queries.</param>
    /// <param name="observer">Told the weights [positions] of a query and a head; null for nobody.</param>
    public void Attend(
        CompactCrossAttention window, int layer, ReadOnlySpan<float> queries, int count, Span<float> output,
        AttentionObserver? observer = null)
    {
        var width = queries.Length / count;
        var stride = window.Blocks * Block;
        if (_weights.Length < Group * stride) _weights = GC.AllocateUninitializedArray<float>(Group * stride, pinned: true);
        for (var first = 0; first < count; first += Group)
        {
            var size = Math.Min(Group, count - first);
            for (var head = 0; head < width / Width; head++)
            {
                var scale = window.KeyScale(layer, head);
                for (var i = 0; i < size; i++)
                {
                    var query = _queries.AsSpan(i * Width, Width);
                    TensorPrimitives.Multiply(queries.Slice(((first + i) * width) + (head * Width), Width), scale, query);
                }
                _queries.AsSpan(size * Width).Clear();
                fixed (float* query = _queries, weights = _weights)
                    kernels.Scores(window.Keys(layer, head), window.Blocks, query, size, weights, stride);
                // Kernels for one and two queries have no others.
                if (size > 2) _weights.AsSpan(size * stride, (Group - size) * stride).Clear();
                fixed (float* weights = _weights, mixed = _mixed)
                {
                    for (var i = 0; i < size; i++)
                        _shares[i] = 1 / kernels.Exponentials(weights + (i * stride), window.Positions, 1 / MathF.Sqrt(Width));
                    kernels.Mix(window.Values(layer, head), window.Positions, weights, stride, size, mixed);
                }
                for (var i = 0; i < size; i++)
                {
                    var mixed = _mixed.AsSpan(i * Width, Width);
                    TensorPrimitives.Multiply(mixed, _shares[i], mixed);
                    TensorPrimitives.MultiplyAdd(
                        mixed, window.ValueScale(layer, head), window.ValueCentre(layer, head),
                        output.Slice(((first + i) * width) + (head * Width), Width));
                    observer?.Invoke(head, first + i, _weights.AsSpan(i * stride, window.Positions), _shares[i]);
                }
            }
        }
    }
}
