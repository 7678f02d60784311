using System.Numerics.Tensors;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Joins the two clusters whose mean voices are most alike, again and again.</summary>
/// <remarks>O(n²) memory in the number of items, so that <see cref="VoiceClustering"/> hands in long recordings block by block.</remarks>
internal static class CentroidLinkage
{
    /// <summary>Below any cosine.</summary>
    private const float Gone = -9;

    /// <summary>Clusters items.</summary>
    /// <param name="items">At least one.</param>
    /// <param name="stop">Cosine below which none are joined.</param>
    /// <param name="limits">Joins go on below <paramref name="stop"/> while there are more, and end while there are as few.</param>
    /// <param name="cancellationToken">Stops between joins.</param>
    /// <returns>For each item the number of its cluster, by first appearance.</returns>
    public static int[] Cluster(IReadOnlyList<VoiceCluster> items, double stop, SpeakerLimits limits, CancellationToken cancellationToken)
    {
        var count = items.Count;
        var clusters = items.ToArray();
        float[][] means = [.. items.Select(i => i.Mean())];
        var similarity = new float[count][];
        for (var i = 0; i < count; i++) similarity[i] = Row(means, i);
        int[] nearest = [.. similarity.Select(row => TensorPrimitives.IndexOfMax<float>(row))];
        int[] labels = [.. Enumerable.Range(0, count)];
        for (var left = count; left > limits.Minimum; left--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var best = 0;
            for (var k = 1; k < count; k++) if (similarity[k][nearest[k]] > similarity[best][nearest[best]]) best = k;
            if (similarity[best][nearest[best]] < stop && left <= limits.Maximum) break;
            var (i, j) = (Math.Min(best, nearest[best]), Math.Max(best, nearest[best]));
            for (var k = 0; k < count; k++) if (labels[k] == j) labels[k] = i;
            clusters[i] = clusters[i].With(clusters[j]);
            (means[i], means[j]) = (clusters[i].Mean(), []);
            similarity[i] = Row(means, i);
            Array.Fill(similarity[j], Gone);
            nearest[i] = TensorPrimitives.IndexOfMax<float>(similarity[i]);
            for (var k = 0; k < count; k++)
            {
                if (k == i || means[k].Length == 0) continue;
                (similarity[k][j], similarity[k][i]) = (Gone, similarity[i][k]);
                if (nearest[k] == i || nearest[k] == j) nearest[k] = TensorPrimitives.IndexOfMax<float>(similarity[k]);
                else if (similarity[k][i] > similarity[k][nearest[k]]) nearest[k] = i;
            }
        }
        return ByAppearance(labels);
    }

    /// <summary>Numbers clusters in the order in which they appear.</summary>
    public static int[] ByAppearance(int[] labels)
    {
        Dictionary<int, int> numbers = [];
        return [.. labels.Select(label => numbers.TryGetValue(label, out var number) ? number : numbers[label] = numbers.Count)];
    }

    private static float[] Row(float[][] means, int index)
    {
        var row = new float[means.Length];
        for (var k = 0; k < row.Length; k++)
            row[k] = k == index || means[k].Length == 0 ? Gone : UnitVector.Cosine(means[k], means[index]);
        return row;
    }
}
