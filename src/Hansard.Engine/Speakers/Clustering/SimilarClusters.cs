namespace Hansard.Engine.Speakers.Clustering;

/// <summary>
/// Joins clusters of one speaker that average linkage left apart because that speaker's own pieces are unlike each other.
/// </summary>
/// <remarks>
/// r = W_ab / √(W_aa · W_bb) is the mean cosine between the pieces of two clusters, corrected for the spread inside each. The pair that
/// exceeds its threshold most is joined, until none does.
/// </remarks>
internal static class SimilarClusters
{
    /// <summary>Weight (seconds) from which a cluster's own spread is believed.</summary>
    private const double BelievedWeight = 1.5;

    /// <summary>The spread that stands in where no cluster's is known.</summary>
    private const double TypicalSimilarity = 0.72;

    /// <summary>Joint weight (a · b / (a + b), seconds) from which two clusters have to be as alike as the threshold says.</summary>
    private const double FullWeight = 2;

    /// <param name="items">The pieces.</param>
    /// <param name="labels">Their clusters.</param>
    /// <param name="threshold">The least r of two clusters with enough speech.</param>
    /// <param name="ease">
    /// What the threshold falls by for every 1/s of joint weight beyond that: a cluster of little speech is often a stray piece.
    /// </param>
    /// <returns>New labels, numbered by first appearance.</returns>
    public static int[] Join(IReadOnlyList<SpeakerCluster> items, int[] labels, double threshold, double ease = 0)
    {
        while (true)
        {
            var clusters = ClusterSums.Of(items, labels);
            var (a, b, excess) = MostSimilar(clusters, threshold, ease);
            if (excess < 0) return Labels.ByAppearance(labels);
            labels = Labels.ByAppearance([.. labels.Select(l => l == b ? a : l)]);
        }
    }

    private static ClusterPair MostSimilar(SpeakerCluster[] clusters, double threshold, double ease)
    {
        var own = clusters.Select(
            c => c.Weight >= BelievedWeight && c.OwnSimilarity is > 0.01 and var similarity ? similarity : (double?)null).ToArray();
        double[] known = [.. own.OfType<double>().Order()];
        var typical = known.Length == 0 ? TypicalSimilarity : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
        var best = new ClusterPair(0, 0, double.NegativeInfinity);
        for (var a = 0; a < clusters.Length; a++)
        {
            for (var b = a + 1; b < clusters.Length; b++)
            {
                var r = clusters[a].Similarity(clusters[b]) / Math.Sqrt((own[a] ?? typical) * (own[b] ?? typical));
                var weight = clusters[a].Weight * clusters[b].Weight / (clusters[a].Weight + clusters[b].Weight);
                var excess = r - threshold + (ease * Math.Max(0, (1 / weight) - (1 / FullWeight)));
                if (excess > best.Excess) best = new ClusterPair(a, b, excess);
            }
        }
        return best;
    }

    /// <summary>Two clusters.</summary>
    /// <param name="A">Index of the first.</param>
    /// <param name="B">Index of the second.</param>
    /// <param name="Excess">Their r less the threshold.</param>
    private readonly record struct ClusterPair(int A, int B, double Excess);
}
