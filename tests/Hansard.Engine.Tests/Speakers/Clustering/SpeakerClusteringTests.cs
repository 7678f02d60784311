using System.Diagnostics;
using System.Numerics.Tensors;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;

namespace Hansard.Engine.Tests.Speakers.Clustering;

/// <summary>
/// Clustering of points around known centres, whose cosines are those of real voices: 0.75 inside a voice and 0.55 between.
/// </summary>
public sealed class SpeakerClusteringTests
{
    private const int Dimension = 256;

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 60)]
    [InlineData(8, 200)]
    [InlineData(15, 400)]
    public void Voices_are_found_and_told_apart_in_any_number(int voices, int pieces)
    {
        var (vectors, truth) = Pieces(voices, pieces, seed: voices);
        Assert.Equal(Labels.ByAppearance(truth), Cluster(vectors, null));
    }

    [Fact]
    public void More_than_fifteen_voices_become_fifteen()
    {
        var (vectors, _) = Pieces(20, 200, seed: 1);
        Assert.Equal(15, Cluster(vectors, null).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    public void A_given_number_is_kept(int count)
    {
        var (vectors, _) = Pieces(5, 100, seed: 2);
        Assert.Equal(count, Cluster(vectors, count).Distinct().Count());
    }

    [Fact]
    public void A_given_number_above_that_of_the_pieces_gives_each_its_own_speaker()
    {
        var (vectors, _) = Pieces(1, 4, seed: 3);
        Assert.Equal([0, 1, 2, 3], Cluster(vectors, 9));
    }

    [Fact]
    public void Joining_along_chains_gives_what_joining_the_most_similar_pair_first_gives()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (vectors, _) = Pieces(4, 60, seed, spread: 1.2f);
            var random = new Random(seed);
            SpeakerCluster[] items = [.. vectors.Select(v => SpeakerCluster.Of(v, 0.5 + random.NextDouble()))];
            foreach (var stop in new[] { 0.4, 0.5, 0.6, 0.7 })
                Assert.Equal(MostSimilarFirst(items, stop), AverageLinkage.Cluster(items, stop, 1, items.Length));
        }
    }

    [Fact]
    public void Fifteen_thousand_pieces_take_seconds_and_keep_their_voices()
    {
        var (vectors, truth) = Pieces(6, 15_000, seed: 4);
        var watch = Stopwatch.StartNew();
        var labels = Cluster(vectors, null);
        Assert.Equal(Labels.ByAppearance(truth), labels);
        // Five hours of speech; a cubic algorithm would take days.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    [Fact]
    public void A_piece_that_is_too_short_to_found_a_speaker_goes_to_the_nearest()
    {
        var (vectors, truth) = Pieces(2, 40, seed: 5);
        var seconds = vectors.Select((_, i) => i == 7 ? 0.2 : 1.0).ToArray();
        Assert.Equal(Labels.ByAppearance(truth), SpeakerClustering.Cluster(vectors, seconds, null, () => { }, CancellationToken.None));
    }

    [Fact]
    public void The_path_changes_where_the_gain_exceeds_the_penalty_and_not_otherwise()
    {
        float[][] scores = [[1, 0], [1, 0], [0.4f, 0.6f], [1, 0], [0, 1], [0, 1]];
        Assert.Equal([0, 0, 0, 0, 1, 1], SpeakerPath.Find(scores, [0, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f]));
        Assert.Equal([0, 0, 1, 0, 1, 1], SpeakerPath.Find(scores, [0, 0, 0, 0, 0, 0]));
        Assert.Equal([0, 0, 0, 0, 0, 0], SpeakerPath.Find(scores, [0, 9, 9, 9, 9, 9]));
        Assert.Empty(SpeakerPath.Find([], []));
    }

    private static int[] Cluster(float[][] vectors, int? speakers)
        => SpeakerClustering.Cluster(vectors, [.. vectors.Select(_ => 1.0)], speakers, () => { }, TestContext.Current.CancellationToken);

    /// <summary>A common part, the voice's own, and noise, all orthogonal in the mean.</summary>
    private static (float[][] Vectors, int[] Voices) Pieces(int voices, int count, int seed, float spread = 1)
    {
        var random = new Random(seed);
        var common = Direction(random);
        float[][] centres = [.. Enumerable.Range(0, voices).Select(_ => Direction(random))];
        var truth = Enumerable.Range(0, count).Select(i => i < voices ? i : random.Next(voices)).ToArray();
        var vectors = truth.Select(voice =>
        {
            var vector = Direction(random);
            TensorPrimitives.Multiply(vector, 0.5f * spread, vector);
            TensorPrimitives.MultiplyAdd(centres[voice], 0.45f, vector, vector);
            TensorPrimitives.MultiplyAdd(common, 0.74f, vector, vector);
            return SpeakerEncoder.Unit(vector);
        }).ToArray();
        return (vectors, truth);
    }

    private static float[] Direction(Random random)
        => SpeakerEncoder.Unit([.. Enumerable.Range(0, Dimension)
            .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))]);

    private static int[] MostSimilarFirst(SpeakerCluster[] items, double stop)
    {
        var labels = Enumerable.Range(0, items.Length).ToArray();
        var clusters = items.Select((c, i) => (Label: i, Cluster: c.Copy())).ToList();
        while (clusters.Count > 1)
        {
            var (a, b) =
                (from i in Enumerable.Range(0, clusters.Count) from j in Enumerable.Range(i + 1, clusters.Count - i - 1) select (i, j))
                .MaxBy(p => clusters[p.i].Cluster.Similarity(clusters[p.j].Cluster));
            if (clusters[a].Cluster.Similarity(clusters[b].Cluster) < stop) break;
            for (var i = 0; i < labels.Length; i++) if (labels[i] == clusters[b].Label) labels[i] = clusters[a].Label;
            clusters[a].Cluster.Add(clusters[b].Cluster);
            clusters.RemoveAt(b);
        }
        return Labels.ByAppearance(labels);
    }
}
