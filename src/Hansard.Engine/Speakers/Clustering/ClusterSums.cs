namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Adds up the pieces of each cluster.</summary>
internal static class ClusterSums
{
    /// <param name="items">The pieces.</param>
    /// <param name="labels">Their clusters, 0 to the highest without a gap.</param>
    public static SpeakerCluster[] Of(IReadOnlyList<SpeakerCluster> items, IReadOnlyList<int> labels)
    {
        var clusters = new SpeakerCluster?[labels.Count == 0 ? 0 : labels.Max() + 1];
        for (var i = 0; i < items.Count; i++)
        {
            if (clusters[labels[i]] is { } cluster) cluster.Add(items[i]);
            else clusters[labels[i]] = items[i].Copy();
        }
        return clusters!;
    }
}
