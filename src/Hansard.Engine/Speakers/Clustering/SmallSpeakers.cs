using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Tells which clusters are people: noise, far speech and overlap make small ones that are not.</summary>
internal static class SmallSpeakers
{
    /// <summary>Seconds that a person speaks at least, unless nobody speaks more.</summary>
    private const double Fewest = 1.5;

    /// <summary>Share of the speech that is enough in a recording of a few seconds, where nobody speaks as long as that.</summary>
    private const double ShareOfLittle = 0.2;

    /// <summary>Seconds that are enough however long the recording.</summary>
    private const double Enough = 3;

    /// <summary>Share of a recording's speech that a person has at least, between those two.</summary>
    private const double Share = 0.04;

    /// <summary>Seconds below which a cluster is doubted.</summary>
    private const double Doubted = 8;

    /// <summary>
    /// Cosine by which the pieces of a cluster of no length would have to be nearer to the rest of it than to any other; less in proportion
    /// to
    /// its length, and nothing from <see cref="Doubted"/> on. 0.1 at 3 s, as 0.05 to 0.1 for all is best on the open sets.
    /// </summary>
    private const double Margin = 0.15;

    /// <summary>Cosine that a cluster's only piece counts as near to the rest of it.</summary>
    private const double Alone = 0.45;

    /// <summary>Drops clusters that are no people, the most doubtful first.</summary>
    /// <param name="voices">Of each piece.</param>
    /// <param name="seconds">Of each piece.</param>
    /// <param name="labels">The cluster of each piece.</param>
    /// <param name="total">Seconds of speech in the recording.</param>
    /// <param name="fewest">Clusters to keep at least.</param>
    /// <returns>The clusters that are kept.</returns>
    public static List<VoiceCluster> Keep(float[][] voices, double[] seconds, int[] labels, double total, int fewest)
    {
        VoiceCluster[] clusters = [.. VoiceCluster.Of(voices, seconds, labels, labels.Max() + 1).Select(c => c!)];
        float[][] means = [.. clusters.Select(c => c.Mean())];
        var least = Math.Min(
            Math.Min(clusters.Max(c => c.Weight), Enough), Math.Max(Math.Min(Fewest, ShareOfLittle * total), Share * total));
        // Where more people are known to speak than speak for long, the longest of the rest are they.
        var kept = Enumerable.Range(0, clusters.Length).OrderByDescending(k => clusters[k].Weight)
            .Where((k, rank) => clusters[k].Weight >= least || rank < fewest).Order().ToList();
        var members = Enumerable.Range(0, labels.Length).ToLookup(i => labels[i]);
        while (kept.Count > Math.Max(1, fewest))
        {
            var doubted = kept.Where(k => clusters[k].Weight <= Doubted).ToList();
            if (doubted.Count == 0) break;
            var margins = doubted.ToDictionary(k => k, MarginOf);
            var worst = doubted.MinBy(k => margins[k]);
            if (margins[worst] >= 0) break;
            kept.Remove(worst);
        }
        return [.. kept.Select(k => clusters[k])];

        double MarginOf(int cluster)
        {
            var own = 0.0;
            var others = new double[clusters.Length];
            var only = members[cluster].Count() == 1;
            foreach (var i in members[cluster])
            {
                var weight = VoiceCluster.WeightOf(seconds[i]);
                own += weight * (only ? Alone : UnitVector.Cosine(voices[i], clusters[cluster].MeanWithout(voices[i], seconds[i])));
                foreach (var k in kept) others[k] += weight * UnitVector.Cosine(voices[i], means[k]);
            }
            var margin = (own - kept.Where(k => k != cluster).Max(k => others[k])) / clusters[cluster].Weight;
            return margin - (Margin * (1 - (clusters[cluster].Weight / Doubted)));
        }
    }
}
