using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>
/// Cuts speech where the voice seems to change, and evenly into pieces short enough to be of one speaker.
/// </summary>
/// <remarks>
/// The cuts and their numbers are the reference's for turns without words: a change is where the windows 0.8 s before and after it differ
/// most.
/// </remarks>
internal static class SpeechPieces
{
    /// <summary>Cosine below which two neighbouring windows may be of two speakers.</summary>
    private const float Change = 0.7f;

    /// <summary>Frames between a change and the next, or the edge of the speech.</summary>
    private const int ChangeDistance = 60;

    /// <summary>The longest piece.</summary>
    private const int LongestPiece = 120;

    /// <summary>Shorter pieces say nothing.</summary>
    private const int ShortestPiece = 8;

    /// <summary>Frames of a pause that belong to the context of the speech before or after it, at most.</summary>
    private const int PauseContext = 10;

    /// <summary>Cells from a change to the middle of the window before or after it.</summary>
    private const int HalfWindow = PieceEmbedder.Window / 2 / WindowGrid.CellFrames;

    /// <summary>Cuts a recording's speech.</summary>
    /// <param name="speech">Regions of speech in frames, in order.</param>
    /// <param name="frames">Frames of the recording.</param>
    /// <param name="grid">Windows over the speech.</param>
    public static List<SpeechPiece> Cut(IReadOnlyList<FrameRange> speech, int frames, WindowGrid grid)
    {
        List<SpeechPiece> pieces = [];
        for (var i = 0; i < speech.Count; i++)
        {
            var (start, end) = speech[i];
            var before = Math.Min(PauseContext, (i > 0 ? start - speech[i - 1].End : 2 * start) / 2);
            var after = Math.Min(PauseContext, (i + 1 < speech.Count ? speech[i + 1].Start - end : 2 * (frames - end)) / 2);
            int[] edges = [start, .. Changes(start, end, grid), end];
            for (var k = 0; k + 1 < edges.Length; k++)
            {
                var (from, to) = (edges[k], edges[k + 1]);
                var (contextStart, contextEnd) = (from == start ? from - before : from, to == end ? to + after : to);
                var parts = Math.Max(1, (to - from + LongestPiece - 1) / LongestPiece);
                for (var part = 0; part < parts; part++)
                {
                    var piece = new SpeechPiece(
                        Between(from, to, part, parts), Between(from, to, part + 1, parts), contextStart, contextEnd);
                    if (piece.End - piece.Start >= ShortestPiece) pieces.Add(piece);
                }
            }
        }
        return pieces;
    }

    private static int Between(int from, int to, int part, int parts) => (int)Math.Round(from + ((to - from) * (double)part / parts));

    private static IEnumerable<int> Changes(int start, int end, WindowGrid grid)
    {
        if (end - start <= 2 * ChangeDistance) return [];
        const int Cell = WindowGrid.CellFrames;
        var first = (start + ChangeDistance + Cell - 1) / Cell;
        var last = (end - ChangeDistance) / Cell;
        List<int> changes = [];
        var candidates = Enumerable.Range(first, Math.Max(0, last - first + 1))
            .Select(at => (At: at * Cell, Similarity: grid.Similarity(at - HalfWindow, at + HalfWindow)))
            .Where(c => c.Similarity < Change).OrderBy(c => c.Similarity);
        foreach (var (at, _) in candidates)
            if (changes.TrueForAll(c => Math.Abs(c - at) >= ChangeDistance)) changes.Add(at);
        return changes.Order();
    }
}
