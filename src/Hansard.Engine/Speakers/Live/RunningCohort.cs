using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Live;

/// <summary>Likeness of the voices of different people in a sound so far, by the rules of <see cref="VoiceCohort"/>.</summary>
internal sealed class RunningCohort
{
    private double _sum;
    private int _count;

    /// <summary>The likeness, with what is said of pieces that are not settled.</summary>
    /// <param name="pieces">Pieces in time order.</param>
    /// <param name="voices">Their voices.</param>
    /// <param name="pairs">What the segmentation says of pairs of them.</param>
    /// <param name="from">The first piece that is not settled.</param>
    public VoiceCohort With(IReadOnlyList<FrameRange> pieces, float[][] voices, PiecePair[][] pairs, int from)
    {
        var (sum, count) = (_sum, _count);
        for (var i = from; i < pieces.Count; i++) Count(pieces, voices, pairs, i, ref sum, ref count);
        return VoiceCohort.Of(sum, count);
    }

    /// <summary>Settles a piece: its pairs with earlier ones are counted for good.</summary>
    /// <param name="pieces">Pieces in time order.</param>
    /// <param name="voices">Their voices.</param>
    /// <param name="pairs">What the segmentation says of pairs of them.</param>
    /// <param name="piece">Index of the piece.</param>
    public void Settle(IReadOnlyList<FrameRange> pieces, float[][] voices, PiecePair[][] pairs, int piece)
        => Count(pieces, voices, pairs, piece, ref _sum, ref _count);

    private static void Count(
        IReadOnlyList<FrameRange> pieces, float[][] voices, PiecePair[][] pairs, int piece, ref double sum, ref int count)
    {
        if (pieces[piece].Seconds < VoiceCohort.Shortest) return;
        foreach (var pair in pairs[piece])
        {
            if (pair.Other > piece || pieces[pair.Other].Seconds < VoiceCohort.Shortest) continue;
            if (pair.SameShare >= VoiceCohort.LargestSameShare) continue;
            sum += UnitVector.Cosine(voices[piece], voices[pair.Other]);
            count++;
        }
    }
}
