using System.Numerics.Tensors;

namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Finds which pieces of speech are of one speaker, and how many speakers there are.</summary>
/// <remarks>
/// Pieces that are long enough are clustered, and every shorter one goes to the nearest speaker. Long recordings are reduced first: in
/// blocks of neighbouring pieces the most similar are joined until half as many are left, so time is linear in the length of a recording.
/// </remarks>
internal static class SpeakerClustering
{
    /// <summary>The most speakers that are told apart (the limit of the HTTP contract).</summary>
    public const int MaximumSpeakers = 15;

    // Fixed on trn01-04 and sample: on parts of them, and on them joined. The reference has 0.66 and 0.88, without an ease, for pieces
    // without context.
    private const double Stop = 0.67;
    private const double Threshold = 0.89;
    private const double Ease = 0.08;

    /// <summary>Seconds from which a piece takes part in clustering.</summary>
    private const double LongPiece = 0.5;

    /// <summary>The weight of a piece is its seconds, but no more than this.</summary>
    private const double MaximumWeight = 4;

    /// <summary>Pieces clustered at once: half a second of time, and 1.5 MB.</summary>
    private const int MaximumItems = 1500;

    /// <summary>Clusters pieces.</summary>
    /// <param name="vectors">Unit vectors, at least one.</param>
    /// <param name="seconds">Their lengths.</param>
    /// <param name="speakers">Number of speakers; null to find out.</param>
    /// <param name="working">Called after every block.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <returns>The speaker of each piece, numbered by first appearance.</returns>
    public static int[] Cluster(
        IReadOnlyList<float[]> vectors, IReadOnlyList<double> seconds, int? speakers, Action working, CancellationToken cancellationToken)
    {
        int[] used = [.. Enumerable.Range(0, vectors.Count).Where(i => seconds[i] >= LongPiece)];
        if (used.Length == 0) used = [Enumerable.Range(0, vectors.Count).MaxBy(i => seconds[i])];
        var (labels, clusters) = Reduce(
            used.Select(i => SpeakerCluster.Of(vectors[i], Math.Min(seconds[i], MaximumWeight))), used.Length, working, cancellationToken);
        var joined = Join(clusters, speakers);
        var centroids = ClusterSums.Of(clusters, joined).Select(c => c.Centroid()).ToArray();
        var all = vectors.Select(
            v => Enumerable.Range(0, centroids.Length).MaxBy(c => TensorPrimitives.Dot<float>(centroids[c], v))).ToArray();
        for (var i = 0; i < used.Length; i++) all[used[i]] = joined[labels[i]];
        return Labels.ByAppearance(all);
    }

    private static int[] Join(SpeakerCluster[] clusters, int? speakers) => speakers is { } count
        ? AverageLinkage.Cluster(clusters, double.NegativeInfinity, Math.Min(count, clusters.Length), count)
        : SimilarClusters.Join(clusters, AverageLinkage.Cluster(clusters, Stop, 1, MaximumSpeakers), Threshold, Ease);

    /// <summary>
    /// Joins what is most alike in blocks until so few clusters are left that all can be compared. Of the items, only a block is held at a
    /// time.
    /// </summary>
    private static ReducedItems Reduce(
        IEnumerable<SpeakerCluster> items, int count, Action working, CancellationToken cancellationToken)
    {
        var labels = Enumerable.Range(0, count).ToArray();
        // Halved every time.
        while (count > MaximumItems)
        {
            List<SpeakerCluster> clusters = [];
            List<int> joined = [];
            foreach (var block in items.Chunk(MaximumItems))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var halved = AverageLinkage.Cluster(block, double.PositiveInfinity, 1, (block.Length + 1) / 2);
                foreach (var label in halved) joined.Add(clusters.Count + label);
                clusters.AddRange(ClusterSums.Of(block, halved));
                working();
            }
            labels = [.. labels.Select(l => joined[l])];
            (items, count) = (clusters, clusters.Count);
        }
        return new ReducedItems(labels, [.. items]);
    }

    /// <summary>Items joined to clusters.</summary>
    /// <param name="Labels">The cluster of each item.</param>
    /// <param name="Clusters">The clusters.</param>
    private sealed record ReducedItems(int[] Labels, SpeakerCluster[] Clusters);
}
