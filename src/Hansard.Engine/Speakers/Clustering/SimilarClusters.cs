namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Joins clusters of one speaker that average linkage left apart because that speaker's own pieces are unlike each other.</summary>
/// <remarks>
/// r = W_ab / √(W_aa · W_bb) is the mean cosine between the pieces of two clusters, corrected for the spread inside each. The pair with the
/// highest r is joined while r is at least the threshold.
/// </remarks>
internal static class SimilarClusters
{
    /// <summary>Weight (seconds) from which a cluster's own spread is believed.</summary>
    private const double BelievedWeight = 1.5;

    /// <summary>The spread that stands in where no cluster's is known.</summary>
    private const double TypicalSimilarity = 0.72;

    /// <param name="items">The pieces.</param>
    /// <param name="labels">Their clusters.</param>
    /// <param name="threshold">The least r.</param>
    /// <returns>New labels, numbered by first appearance.</returns>
    public static int[] Join(IReadOnlyList<SpeakerCluster> items, int[] labels, double threshold)
    {
        while (true)
        {
            var clusters = ClusterSums.Of(items, labels);
            var (a, b, r) = MostSimilar(clusters);
            if (r < threshold) return Labels.ByAppearance(labels);
            labels = Labels.ByAppearance([.. labels.Select(l => l == b ? a : l)]);
        }
    }

    private static (int A, int B, double Similarity) MostSimilar(SpeakerCluster[] clusters)
    {
        var own = clusters.Select(c => c.Weight >= BelievedWeight && c.OwnSimilarity is > 0.01 and var similarity ? similarity : (double?)null).ToArray();
        double[] known = [.. own.OfType<double>().Order()];
        var typical = known.Length == 0 ? TypicalSimilarity : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
        var best = (A: 0, B: 0, Similarity: double.NegativeInfinity);
        for (var a = 0; a < clusters.Length; a++)
        {
            for (var b = a + 1; b < clusters.Length; b++)
            {
                var r = clusters[a].Similarity(clusters[b]) / Math.Sqrt((own[a] ?? typical) * (own[b] ?? typical));
                if (r > best.Similarity) best = (a, b, r);
            }
        }
        return best;
    }
}
