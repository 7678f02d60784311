using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Finds the speakers of a recording and gives every piece one of them.</summary>
/// <remarks>
/// Centroid linkage over the pieces that are long enough, without the clusters that are no people; then every piece is given the speaker
/// who fits it and its neighbours best. More than <see cref="BlockPieces"/> pieces are clustered block by block, and then the clusters of
/// the blocks, so that memory and time grow with the length of a recording and not with its square.
/// </remarks>
/// <param name="limits">How many speakers there may be.</param>
/// <param name="working">Called after every block.</param>
/// <param name="cancellationToken">Stops between joins.</param>
internal sealed class VoiceClustering(SpeakerLimits limits, Action working, CancellationToken cancellationToken)
{
    /// <summary>Pieces that are clustered at once: some 40 minutes of talk, 4 MB of cosines.</summary>
    public const int BlockPieces = 1000;

    /// <summary>Normalised cosine of two clusters' means below which they are two people.</summary>
    /// <remarks>
    /// 0.45 to 0.55 are alike on the open sets: the people of the open conversations have 0.43 at most, and 0.8 with themselves.
    /// </remarks>
    private const float Stop = 0.5f;

    /// <summary>Steps in which the cosine is raised while fewer people are found than there are.</summary>
    private const float StopStep = 0.05f;

    /// <summary>Seconds from which a piece takes part in linkage.</summary>
    private const double Shortest = 0.6;

    /// <summary>Times that means are made of what was assigned to them.</summary>
    private const int Reassignments = 3;

    /// <param name="pieces">In time order, at least one.</param>
    /// <param name="voices">Their voices.</param>
    /// <param name="pairs">What the segmentation says of pairs of them.</param>
    public SpeakerVoices Cluster(IReadOnlyList<FrameRange> pieces, float[][] voices, PiecePair[][] pairs)
    {
        var cohort = VoiceCohort.Of(pieces, voices, pairs);
        double[] seconds = [.. pieces.Select(p => p.Seconds)];
        var used = Enumerable.Range(0, pieces.Count).Where(i => seconds[i] >= Shortest).ToArray();
        if (used.Length < limits.Minimum) used = [.. Enumerable.Range(0, pieces.Count)];
        float[][] usedVoices = [.. used.Select(i => voices[i])];
        double[] usedSeconds = [.. used.Select(i => seconds[i])];

        var people = People(usedVoices, usedSeconds, cohort, seconds.Sum());
        float[][] means = [.. people.Select(p => p.Mean())];
        var assignment = new PieceAssignment(pieces, voices, pairs, cohort);
        for (var round = 0; round < Reassignments; round++) means = Means(voices, seconds, assignment.Assign(means), means);
        while (means.Length > limits.Minimum && Nearest(means) is var (one, other, cosine) && cosine >= cohort.Cosine(Stop))
        {
            var labels = assignment.Assign(means);
            for (var i = 0; i < labels.Length; i++) if (labels[i] == other) labels[i] = one;
            means = Means(voices, seconds, labels, means, other);
        }
        return new SpeakerVoices(assignment.Assign(means), means, cohort);
    }

    /// <summary>The clusters that are people: as many as there may be, where the limits say so.</summary>
    private List<VoiceCluster> People(float[][] voices, double[] seconds, VoiceCohort cohort, double total)
    {
        List<VoiceCluster> people = [];
        for (var stop = Stop; stop < 1 && people.Count < limits.Minimum; stop += StopStep)
            people = SmallSpeakers.Keep(voices, seconds, Link(voices, seconds, cohort.Cosine(stop), 1), total, limits.Minimum);
        // Too few even so: pieces that are all alike, or hardly any.
        if (people.Count < limits.Minimum)
            people = [.. VoiceCluster.Of(voices, seconds, Link(voices, seconds, 1, limits.Minimum), voices.Length).OfType<VoiceCluster>()];
        if (people.Count <= limits.Maximum) return people;
        var labels = CentroidLinkage.Cluster(people, 2, new SpeakerLimits(1, limits.Maximum), cancellationToken);
        return [.. labels.Zip(people).GroupBy(p => p.First, p => p.Second).Select(g => g.Aggregate((a, b) => a.With(b)))];
    }

    private int[] Link(float[][] voices, double[] seconds, double stop, int fewest)
    {
        VoiceCluster[] items = [.. voices.Zip(seconds, VoiceCluster.Of)];
        var free = new SpeakerLimits(fewest, int.MaxValue);
        if (items.Length <= BlockPieces) return CentroidLinkage.Cluster(items, stop, free, cancellationToken);
        List<VoiceCluster> clusters = [];
        var labels = new int[items.Length];
        for (var at = 0; at < items.Length; at += BlockPieces)
        {
            var block = items[at..Math.Min(items.Length, at + BlockPieces)];
            var found = CentroidLinkage.Cluster(block, stop, free, cancellationToken);
            for (var i = 0; i < found.Length; i++) labels[at + i] = clusters.Count + found[i];
            clusters.AddRange(found.Zip(block).GroupBy(p => p.First, p => p.Second).Select(g => g.Aggregate((a, b) => a.With(b))));
            working();
        }
        var joined = CentroidLinkage.Cluster(clusters, stop, free, cancellationToken);
        return CentroidLinkage.ByAppearance([.. labels.Select(l => joined[l])]);
    }

    private static float[][] Means(float[][] voices, double[] seconds, int[] labels, float[][] before, int without = -1)
        => [.. VoiceCluster.Of(voices, seconds, labels, before.Length)
            .Select((cluster, k) => cluster?.Mean() ?? before[k]).Where((_, k) => k != without)];

    private static NearestMeans Nearest(float[][] means)
    {
        var nearest = new NearestMeans(0, 0, float.NegativeInfinity);
        for (var i = 0; i < means.Length; i++)
        {
            for (var j = i + 1; j < means.Length; j++)
            {
                var cosine = UnitVector.Cosine(means[i], means[j]);
                if (cosine > nearest.Cosine) nearest = new NearestMeans(i, j, cosine);
            }
        }
        return nearest;
    }

    private readonly record struct NearestMeans(int One, int Other, float Cosine);
}
