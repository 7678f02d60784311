namespace Hansard.Engine.Speakers.Clustering;

/// <summary>
/// Agglomerative clustering with average linkage (UPGMA) on cosine similarity, as in Garcia-Romero et al. 2017 for x-vectors.
/// </summary>
/// <remarks>
/// By nearest-neighbour chains (Benzécri 1982, Juan 1982): average linkage is reducible, so joining mutual nearest neighbours in any
/// order gives the tree that joining the most similar pair first gives. O(n²) time and O(n) memory.
/// </remarks>
internal static class AverageLinkage
{
    /// <summary>Joins clusters, the most similar first.</summary>
    /// <param name="items">Items to join; unchanged.</param>
    /// <param name="stop">No pair less similar than this is joined while there are not more than <paramref name="most"/> clusters.</param>
    /// <param name="fewest">Clusters that are left at least.</param>
    /// <param name="most">Clusters that are left at most.</param>
    /// <returns>A cluster index for each item, numbered by first appearance.</returns>
    public static int[] Cluster(IReadOnlyList<SpeakerCluster> items, double stop, int fewest, int most)
    {
        var parent = Enumerable.Range(0, items.Count).ToArray();
        var count = items.Count;
        // Stable, so that of equals the one found first is joined first.
        foreach (var join in Joins(items).OrderByDescending(j => j.Similarity))
        {
            if (count <= fewest || (join.Similarity < stop && count <= most)) break;
            var (a, b) = (Root(join.A), Root(join.B));
            parent[Math.Max(a, b)] = Math.Min(a, b);
            count--;
        }
        return Labels.ByAppearance([.. Enumerable.Range(0, items.Count).Select(Root)]);

        int Root(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }
    }

    /// <summary>All joins of the tree, in no particular order; each names an item of either side.</summary>
    private static List<Join> Joins(IReadOnlyList<SpeakerCluster> items)
    {
        var clusters = items.Select(c => c.Copy()).ToArray();
        var active = Enumerable.Range(0, clusters.Length).ToList();
        List<Join> joins = new(clusters.Length);
        Stack<int> chain = [];
        while (active.Count > 1)
        {
            if (chain.Count == 0) chain.Push(active[0]);
            var top = chain.Pop();
            var before = chain.TryPeek(out var previous) ? previous : -1;
            // The one before is preferred among equals, or the chain might run in a circle.
            var (nearest, best) = (before, before < 0 ? double.NegativeInfinity : clusters[top].Similarity(clusters[before]));
            foreach (var other in active)
            {
                if (other == top || other == before || clusters[top].Similarity(clusters[other]) is var s && s <= best) continue;
                (nearest, best) = (other, s);
            }
            if (nearest != before)
            {
                chain.Push(top);
                chain.Push(nearest);
                continue;
            }
            chain.Pop();
            joins.Add(new Join(before, top, best));
            clusters[before].Add(clusters[top]);
            active.Remove(top);
        }
        return joins;
    }

    private readonly record struct Join(int A, int B, double Similarity);
}
