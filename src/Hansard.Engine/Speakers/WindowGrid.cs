using System.Numerics.Tensors;

namespace Hansard.Engine.Speakers;

/// <summary>Embeddings of 1.6 s windows, centred on every cell of 0.1 s in which somebody speaks.</summary>
/// <remarks>
/// Long recordings are embedded on every second to fourth cell only, and the others interpolated: a window a cell would cost 100 s of
/// processor time an hour. On the evaluation meetings of half a minute, every second cell costs 1 point of error and every fourth 5.
/// </remarks>
internal sealed class WindowGrid
{
    /// <summary>Frames in a cell.</summary>
    public const int CellFrames = 10;

    /// <summary>Windows that a recording may have at each hop, 5 minutes of them; with more speech the hop grows, to 4 cells at most.</summary>
    private const int WindowsPerHop = 3000;

    private const int LargestHop = 4;

    /// <summary>Cells beyond the edges of speech that are looked at.</summary>
    private const int Margin = 3;

    private readonly Dictionary<int, float[]> _windows;
    private readonly int _hop;

    private WindowGrid(Dictionary<int, float[]> windows, int hop) => (_windows, _hop) = (windows, hop);

    /// <summary>The unit vector of a cell; those at a hop's multiples as embedded, others between their neighbours.</summary>
    /// <param name="cell">A cell of speech, or up to 0.2 s from one.</param>
    public float[] this[int cell]
    {
        get
        {
            var before = (int)Math.Floor((double)cell / _hop) * _hop;
            var share = (float)(cell - before) / _hop;
            if (share == 0) return _windows[before];
            var vector = new float[_windows[before].Length];
            TensorPrimitives.Multiply(_windows[before], 1 - share, vector);
            TensorPrimitives.MultiplyAdd(_windows[before + _hop], share, vector, vector);
            return SpeakerEncoder.Unit(vector);
        }
    }

    /// <summary>Embeds the windows of a recording's speech.</summary>
    /// <param name="speech">Regions in frames, in order.</param>
    /// <param name="embedder">Of the recording.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static WindowGrid Embed(IReadOnlyList<(int Start, int End)> speech, PieceEmbedder embedder, CancellationToken cancellationToken)
    {
        var cells = speech.Sum(r => (r.End - r.Start) / CellFrames);
        var hop = Math.Clamp((cells + WindowsPerHop - 1) / WindowsPerHop, 1, LargestHop);
        SortedSet<int> wanted = [];
        foreach (var (start, end) in speech)
        {
            // One more on either side to interpolate between.
            for (var at = ((start / CellFrames) - Margin - hop) / hop; at <= ((end / CellFrames) + Margin + hop) / hop; at++) wanted.Add(at * hop);
        }
        int[] order = [.. wanted];
        var vectors = embedder.Windows([.. order.Select(c => (long)(c * CellFrames) - (PieceEmbedder.Window / 2))], PieceEmbedder.Window, cancellationToken);
        return new WindowGrid(order.Zip(vectors).ToDictionary(), hop);
    }
}
