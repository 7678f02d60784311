using System.Diagnostics;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speakers.Clustering;

/// <summary>
/// Clustering of points around known voices, whose cosines are those of real pieces: 0.6 within a voice and 0.05 between.
/// </summary>
public sealed class VoiceClusteringTests
{
    private const int Dimension = 192;

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    [InlineData(8, 120)]
    [InlineData(20, 300)]
    public void Voices_are_found_and_told_apart_in_any_number(int people, int count)
    {
        var (voices, truth) = Voices(people, count, seed: people);
        Assert.Equal(CentroidLinkage.ByAppearance(truth), CentroidLinkage.ByAppearance(Cluster(voices, SpeakerLimits.None)));
    }

    [Fact]
    public void More_than_twenty_voices_become_twenty()
    {
        var (voices, _) = Voices(24, 240, seed: 1);
        Assert.Equal(20, Cluster(voices, SpeakerLimits.None).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(2, 4)]
    [InlineData(7, 7)]
    [InlineData(6, 9)]
    public void Limits_are_kept(int fewest, int most)
    {
        var (voices, _) = Voices(5, 100, seed: 2);
        Assert.InRange(Cluster(voices, new SpeakerLimits(fewest, most)).Distinct().Count(), fewest, most);
    }

    [Fact]
    public void As_many_speakers_as_pieces_are_possible_and_no_more()
    {
        var (voices, _) = Voices(1, 4, seed: 3);
        Assert.Equal(4, Cluster(voices, new SpeakerLimits(9, 9)).Distinct().Count());
    }

    [Fact]
    public void Five_hours_of_pieces_take_seconds_and_keep_their_voices()
    {
        var (voices, truth) = Voices(6, 12_000, seed: 4);
        var watch = Stopwatch.StartNew();
        var labels = Cluster(voices, SpeakerLimits.None);
        Assert.Equal(CentroidLinkage.ByAppearance(truth), CentroidLinkage.ByAppearance(labels));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 120);
    }

    [Fact]
    public void A_noise_of_two_seconds_is_nobody()
    {
        var (voices, _) = Voices(2, 60, seed: 5);
        // Between the two voices, and alone.
        voices[30] = UnitVector.Scale([.. voices[0].Zip(voices[1], (a, b) => a + b)]);
        Assert.Equal(2, Cluster(voices, SpeakerLimits.None).Distinct().Count());
    }

    [Fact]
    public void Alike_voices_over_the_telephone_are_told_apart_by_what_the_segmentation_hears_as_two_people()
    {
        var (voices, truth) = Voices(2, 40, seed: 6, common: 0.45f);
        Assert.Single(Cluster(voices, SpeakerLimits.None).Distinct());
        var pieces = Pieces(voices.Length);
        // Each piece shares a window with the two before and after it.
        PiecePair[][] pairs = [.. Enumerable.Range(0, voices.Length).Select(i => Enumerable.Range(i - 2, 5)
            .Where(j => j != i && j >= 0 && j < voices.Length).Select(j => new PiecePair(j, 2, truth[i] == truth[j] ? 2 : 0)).ToArray())];
        var found = new VoiceClustering(SpeakerLimits.None, () => { }, CancellationToken.None).Cluster(pieces, voices, pairs);
        Assert.InRange(found.Cohort.Mean, 0.3f, 0.6f);
        Assert.Equal(CentroidLinkage.ByAppearance(truth), CentroidLinkage.ByAppearance(found.Labels));
    }

    [Fact]
    public void Joining_by_nearest_neighbours_gives_what_joining_the_most_alike_pair_gives()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (voices, _) = Voices(4, 40, seed);
            var random = new Random(seed);
            VoiceCluster[] items = [.. voices.Select(v => VoiceCluster.Of(v, 0.5 + random.NextDouble()))];
            foreach (var stop in new[] { 0.3, 0.5, 0.7 })
                Assert.Equal(
                    MostAlikeFirst(items, stop),
                    CentroidLinkage.Cluster(items, stop, new SpeakerLimits(1, int.MaxValue), CancellationToken.None));
        }
    }

    [Fact]
    public void A_short_piece_is_not_given_the_speaker_whom_the_segmentation_hears_as_another()
    {
        float[] one = [1, 0, 0], other = [0, 1, 0], unsure = UnitVector.Scale([0.55f, 0.5f, 1]);
        FrameRange[] pieces = [new(0, 300), new(300, 330), new(330, 630)];
        PiecePair[][] apart = [[new(1, 3, 0), new(2, 3, 0)], [new(0, 3, 0), new(2, 3, 3)], [new(0, 3, 0), new(1, 3, 3)]];
        float[][] voices = [one, unsure, other];
        Assert.Equal([0, 1, 1], new PieceAssignment(pieces, voices, apart, new VoiceCohort(0)).Assign([one, other]));
        Assert.Equal([0, 0, 1], new PieceAssignment(pieces, voices, [[], [], []], new VoiceCohort(0)).Assign([one, other]));
    }

    private static int[] Cluster(float[][] voices, SpeakerLimits limits)
        => new VoiceClustering(limits, () => { }, TestContext.Current.CancellationToken)
            .Cluster(Pieces(voices.Length), voices, [.. voices.Select(_ => Array.Empty<PiecePair>())]).Labels;

    private static FrameRange[] Pieces(int count) => [.. Enumerable.Range(0, count).Select(i => new FrameRange(200 * i, (200 * i) + 180))];

    private static (float[][] Voices, int[] People) Voices(int people, int count, int seed, float common = 0.05f)
    {
        var random = new Random(seed);
        var shared = Direction(random);
        float[][] own = [.. Enumerable.Range(0, people).Select(_ => Direction(random))];
        var truth = Enumerable.Range(0, count).Select(i => i < people ? i : random.Next(people)).ToArray();
        var within = common > 0.1f ? 0.25f : 0.55f;
        var noise = 1 - common - within;
        return ([.. truth.Select(person => UnitVector.Scale([.. Direction(random)
            .Select((n, d) => (MathF.Sqrt(noise) * n) + (MathF.Sqrt(within) * own[person][d]) + (MathF.Sqrt(common) * shared[d]))]))],
            truth);
    }

    private static float[] Direction(Random random) => UnitVector.Scale(
        [.. Enumerable.Range(0, Dimension)
            .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))]);

    private static int[] MostAlikeFirst(VoiceCluster[] items, double stop)
    {
        var labels = Enumerable.Range(0, items.Length).ToArray();
        var clusters = items.Select((c, i) => (Label: i, Cluster: c)).ToList();
        while (clusters.Count > 1)
        {
            var (a, b) =
                (from i in Enumerable.Range(0, clusters.Count) from j in Enumerable.Range(i + 1, clusters.Count - i - 1) select (i, j))
                .MaxBy(p => UnitVector.Cosine(clusters[p.i].Cluster.Mean(), clusters[p.j].Cluster.Mean()));
            if (UnitVector.Cosine(clusters[a].Cluster.Mean(), clusters[b].Cluster.Mean()) < stop) break;
            for (var i = 0; i < labels.Length; i++) if (labels[i] == clusters[b].Label) labels[i] = clusters[a].Label;
            clusters[a] = clusters[a] with { Cluster = clusters[a].Cluster.With(clusters[b].Cluster) };
            clusters.RemoveAt(b);
        }
        return CentroidLinkage.ByAppearance(labels);
    }
}
