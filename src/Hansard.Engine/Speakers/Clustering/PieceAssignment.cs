using System.Numerics.Tensors;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Clustering;

/// <summary>
/// Gives every piece the speaker who explains both its voice and what the segmentation says of its neighbours: a Markov random field over
/// the pieces, solved by mean-field iterations.
/// </summary>
/// <remarks>
/// Voices decide long pieces. A short one, whose voice is unsure, leans on the longer ones in its windows: it is hardly a speaker whom the
/// segmentation hears as another, and perhaps one whom it hears as the same. The numbers were fixed on the open meetings and conversations;
/// half or twice of each changes no set's error by more than 1.5 points.
/// </remarks>
/// <param name="pieces">In time order.</param>
/// <param name="voices">Their voices.</param>
/// <param name="pairs">What the segmentation says of pairs of them.</param>
/// <param name="cohort">How alike two people are.</param>
internal sealed class PieceAssignment(IReadOnlyList<FrameRange> pieces, float[][] voices, PiecePair[][] pairs, VoiceCohort cohort)
{
    /// <summary>Log odds of a normalised cosine of 1 in a piece of a second.</summary>
    private const float VoiceOdds = 8;

    /// <summary>Seconds from which a longer piece is no surer.</summary>
    private const double Sure = 1.5;

    /// <summary>
    /// Log odds for the speaker of neighbours that the segmentation hears as the same, and against that of those it hears as another.
    /// </summary>
    private const double NeighbourOdds = 3;

    /// <summary>Mean-field iterations: after five no label changes.</summary>
    private const int Iterations = 5;

    /// <param name="means">Mean voice of each speaker.</param>
    /// <returns>A speaker for each piece.</returns>
    public int[] Assign(IReadOnlyList<float[]> means)
    {
        var speakers = means.Count;
        var evidence = new float[pieces.Count * speakers];
        for (var i = 0; i < pieces.Count; i++)
        {
            var odds = VoiceOdds * (float)Math.Min(Sure, pieces[i].Seconds);
            for (var k = 0; k < speakers; k++)
                evidence[(i * speakers) + k] = odds * cohort.Normalise(UnitVector.Cosine(voices[i], means[k]));
        }
        var belief = new float[evidence.Length];
        for (var i = 0; i < pieces.Count; i++)
            TensorPrimitives.SoftMax(evidence.AsSpan(i * speakers, speakers), belief.AsSpan(i * speakers, speakers));
        var (next, row) = (new float[belief.Length], new float[speakers]);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            for (var i = 0; i < pieces.Count; i++)
            {
                evidence.AsSpan(i * speakers, speakers).CopyTo(row);
                foreach (var pair in pairs[i])
                {
                    var odds = NeighbourOdds * ((2 * pair.SameShare) - 1);
                    var weight = (float)(odds * Math.Min(1, pieces[pair.Other].Seconds) / pairs[i].Length);
                    TensorPrimitives.MultiplyAdd(belief.AsSpan(pair.Other * speakers, speakers), weight, row, row);
                }
                TensorPrimitives.SoftMax<float>(row, next.AsSpan(i * speakers, speakers));
            }
            (belief, next) = (next, belief);
        }
        var labels = new int[pieces.Count];
        for (var i = 0; i < labels.Length; i++) labels[i] = TensorPrimitives.IndexOfMax<float>(belief.AsSpan(i * speakers, speakers));
        return labels;
    }
}
