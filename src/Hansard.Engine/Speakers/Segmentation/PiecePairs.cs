using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>Pairs of pieces that lie within one window, and whether they are one local speaker there.</summary>
internal static class PiecePairs
{
    /// <param name="windows">In the order of their starts.</param>
    /// <param name="pieces">In time order.</param>
    /// <returns>For each piece its pairs, by the index of the other.</returns>
    public static PiecePair[][] Of(IReadOnlyList<LocalActivity> windows, IReadOnlyList<FrameRange> pieces)
    {
        var pairs = new SortedDictionary<int, PiecePair>[pieces.Count];
        for (var i = 0; i < pairs.Length; i++) pairs[i] = [];
        List<(int Piece, int Local)> heard = [];
        var first = 0;
        foreach (var window in windows)
        {
            var range = window.Frames(int.MaxValue);
            while (first < pieces.Count && pieces[first].End <= range.Start) first++;
            heard.Clear();
            for (var i = first; i < pieces.Count && pieces[i].Start < range.End; i++)
                if (window.Dominant(pieces[i]) is { } local) heard.Add((i, local));
            foreach (var (one, local) in heard)
            {
                foreach (var (other, otherLocal) in heard)
                {
                    if (one == other) continue;
                    var pair = pairs[one].GetValueOrDefault(other, new PiecePair(other, 0, 0));
                    pairs[one][other] = pair with { Windows = pair.Windows + 1, Same = pair.Same + (local == otherLocal ? 1 : 0) };
                }
            }
        }
        return [.. pairs.Select(p => p.Values.ToArray())];
    }
}
