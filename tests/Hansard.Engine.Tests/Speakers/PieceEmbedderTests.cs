using System.Numerics.Tensors;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Features;
using Hansard.Engine.Tests.Audio;

namespace Hansard.Engine.Tests.Speakers;

public sealed class PieceEmbedderTests
{
    [Fact]
    public void The_filters_are_the_reference_filters()
    {
        var expected = Fixtures.GoldenFloats("speakers", "mel_filters.f32");
        var filters = new PowerMel(40).Filters;
        for (var band = 0; band < 40; band++)
        {
            for (var bin = 0; bin < 201; bin++) Assert.Equal(expected[(band * 201) + bin], filters[band, bin], 1e-6);
        }
    }

    [Theory]
    [InlineData("coffee_shop")]
    [InlineData("audio_dialog")]
    public void Clusters_of_the_reference_embeddings_are_those_of_the_reference(string name)
    {
        var golden = GoldenSpeakers.Load(name);
        var labels = AverageLinkage.Cluster(golden.Items(), 0.66, 1, 8);
        Assert.Equal(golden.Integers("after_linkage"), labels);
        Assert.Equal(golden.Integers("after_merge"), SimilarClusters.Join(golden.Items(), labels, 0.88));
    }

    [SharedTheory]
    [InlineData("coffee_shop")]
    [InlineData("audio_dialog")]
    public async Task Features_and_embeddings_are_those_of_the_reference(string name)
    {
        var golden = GoldenSpeakers.Load(name);
        var samples = await Recordings.ReadAllAsync(Fixtures.SharedPathOf("audio", "vendor", name + ".mp3"));
        Assert.Equal(golden.Json.GetProperty("audio").GetProperty("samples").GetInt32(), samples.Length);

        using var spool = GoldenSpeakers.Spool(samples);
        Assert.Equal(golden.Json.GetProperty("gain").GetDouble(), spool.Gain, 1e-6);
        Assert.Equal(golden.Json.GetProperty("mel_of_file").GetProperty("shape")[0].GetInt64(), spool.Frames);
        CheckFeatures(Fixtures.GoldenFloats("speakers", name + ".mel20.f32"), golden, spool);

        var embedder = new PieceEmbedder(GoldenSpeakers.Encoder, spool);
        var embeddings = golden.Pieces.Select(p => GoldenSpeakers.Embed(embedder, p.Start, p.End)).ToArray();
        for (var i = 0; i < embeddings.Length; i++)
        {
            Assert.InRange(TensorPrimitives.CosineSimilarity(embeddings[i], golden.Embeddings[i]), 0.9999f, 1.0001f);
            for (var j = 0; j < i; j++)
                Assert.Equal(
                    golden.Json.GetProperty("cosines")[i][j].GetDouble(), TensorPrimitives.Dot(embeddings[i], embeddings[j]), 1e-3);
        }
    }

    // Within 1e-4 of the largest value of each frame.
    private static void CheckFeatures(float[] expected, GoldenSpeakers golden, FeatureSpool spool)
    {
        var frames = new float[20 * 40];
        for (var piece = 0; piece < golden.Pieces.Count; piece++)
        {
            spool.Read(golden.Pieces[piece].Start, frames);
            for (var t = 0; t < 20; t++)
            {
                var reference = expected.AsSpan((((piece * 20) + t) * 40), 40);
                var tolerance = 1e-4f * TensorPrimitives.Max<float>(reference);
                for (var band = 0; band < 40; band++) Assert.Equal(reference[band], frames[(t * 40) + band], tolerance);
            }
        }
    }
}
