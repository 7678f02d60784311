using System.Numerics.Tensors;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>Embeddings of 1.6 s windows, centred on every cell of 0.1 s in which somebody speaks. For one thread.</summary>
/// <remarks>
/// Long recordings are embedded on every second to fourth cell only, and the others interpolated: a window a cell would cost 100 s of
/// processor time an hour. On the evaluation meetings of half a minute, every second cell costs 1 point of error and every fourth 5.
/// </remarks>
internal sealed class WindowGrid : IDisposable
{
    /// <summary>Frames in a cell.</summary>
    public const int CellFrames = 10;

    /// <summary>
    /// Windows that a recording may have at each hop, 5 minutes of them; with more speech the hop grows, to 4 cells at most.
    /// </summary>
    private const int WindowsPerHop = 3000;

    /// <summary>Cells from window to window at most: 0.4 s, a quarter of a window.</summary>
    private const int LargestHop = 4;

    /// <summary>Cells beyond the edges of speech that are looked at.</summary>
    private const int Margin = 3;

    // Cells that have a window, in order, and their vectors.
    private readonly int[] _cells;
    private readonly EmbeddingSpool _windows;
    private readonly int _hop;

    private readonly float[] _one;
    private readonly float[] _other;
    private readonly float[] _next;

    private WindowGrid(int[] cells, EmbeddingSpool windows, int hop)
    {
        (_cells, _windows, _hop) = (cells, windows, hop);
        var dimension = windows.Dimension;
        (_one, _other, _next) = (new float[dimension], new float[dimension], new float[dimension]);
    }

    /// <summary>Similarity of the voices in two cells, as a cosine.</summary>
    /// <param name="one">A cell of speech, or up to 0.2 s from one.</param>
    /// <param name="other">Another.</param>
    public float Similarity(int one, int other) => TensorPrimitives.Dot<float>(At(one, _one), At(other, _other));

    /// <summary>Similarities of the voice in a cell to others, as cosines.</summary>
    /// <param name="cell">A cell of speech.</param>
    /// <param name="voices">Unit vectors.</param>
    public float[] Similarities(int cell, float[][] voices)
    {
        var vector = At(cell, _one);
        return [.. voices.Select(voice => TensorPrimitives.Dot<float>(voice, vector))];
    }

    /// <summary>The unit vector of a cell: of those at a hop's multiples as embedded, of others between their neighbours.</summary>
    private float[] At(int cell, float[] buffer)
    {
        var before = (int)Math.Floor((double)cell / _hop) * _hop;
        var share = (float)(cell - before) / _hop;
        Read(before, buffer);
        if (share == 0) return buffer;
        Read(before + _hop, _next);
        TensorPrimitives.Multiply(buffer, 1 - share, buffer);
        TensorPrimitives.MultiplyAdd(_next, share, buffer, buffer);
        return SpeakerEncoder.Unit(buffer);
    }

    private void Read(int cell, float[] buffer)
    {
        var index = Array.BinarySearch(_cells, cell);
        if (index < 0) throw new ArgumentOutOfRangeException(nameof(cell), $"Cell {cell} is too far from any speech.");
        _windows.Read(index, buffer);
    }

    /// <inheritdoc />
    public void Dispose() => _windows.Dispose();

    /// <summary>Embeds the windows of a recording's speech.</summary>
    /// <param name="speech">Regions in frames, in order.</param>
    /// <param name="embedder">Of the recording.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static WindowGrid Embed(IReadOnlyList<FrameRange> speech, PieceEmbedder embedder, CancellationToken cancellationToken)
    {
        var cells = speech.Sum(r => (r.End - r.Start) / CellFrames);
        var hop = Math.Clamp((cells + WindowsPerHop - 1) / WindowsPerHop, 1, LargestHop);
        SortedSet<int> wanted = [];
        foreach (var (start, end) in speech)
        {
            // One more on either side to interpolate between.
            for (var at = ((start / CellFrames) - Margin - hop) / hop; at <= ((end / CellFrames) + Margin + hop) / hop; at++)
                wanted.Add(at * hop);
        }
        int[] order = [.. wanted];
        var vectors = embedder.Windows(
            [.. order.Select(c => (long)(c * CellFrames) - (PieceEmbedder.Window / 2))], PieceEmbedder.Window, cancellationToken);
        var spool = new EmbeddingSpool(order.Length);
        try
        {
            foreach (var (vector, i) in vectors.Select((v, i) => (v, i))) spool.Write(i, vector);
            return new WindowGrid(order, spool, hop);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }
}
