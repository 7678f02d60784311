namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Adds up the pieces of each cluster.</summary>
internal static class ClusterSums
{
    /// <param name="items">The pieces; gone through once, so that they need not all be in memory.</param>
    /// <param name="labels">Their clusters, 0 to the highest without a gap.</param>
    public static SpeakerCluster[] Of(IEnumerable<SpeakerCluster> items, IReadOnlyList<int> labels)
    {
        var clusters = new SpeakerCluster?[labels.Count == 0 ? 0 : labels.Max() + 1];
        foreach (var (item, label) in items.Zip(labels))
        {
            if (clusters[label] is { } cluster) cluster.Add(item);
            else clusters[label] = item.Copy();
        }
        return clusters!;
    }
}
