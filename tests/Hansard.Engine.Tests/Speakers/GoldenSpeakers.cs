using System.Numerics.Tensors;
using System.Text.Json;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Features;

namespace Hansard.Engine.Tests.Speakers;

/// <summary>What the reference computes for one recording, and the encoder it computed with.</summary>
internal sealed record GoldenSpeakers(JsonElement Json, float[][] Embeddings)
{
    public static SpeakerEncoder Encoder { get; } = SpeakerEncoder.Load(
        ModelStore.Open(Fixtures.Models).Resolve(null, ModelKind.SpeakerEncoder));

    public IReadOnlyList<(int Start, int End)> Pieces => [
        .. Json.GetProperty("pieces").EnumerateArray().Select(p => p.GetProperty("frames")).Select(f => (f[0].GetInt32(), f[1].GetInt32()))
    ];

    /// <summary>Indices of the pieces that take part in clustering.</summary>
    public int[] LongPieces => Integers("long_pieces");

    public static GoldenSpeakers Load(string name)
        => new(Fixtures.GoldenJson("speakers", name + ".json"), [.. Fixtures.GoldenFloats("speakers", name + ".emb.f32").Chunk(256)]);

    public int[] Integers(string property) => [.. Json.GetProperty(property).EnumerateArray().Select(e => e.GetInt32())];

    /// <summary>The long pieces with the reference's weights.</summary>
    public SpeakerCluster[] Items()
        => [.. LongPieces.Select(i => SpeakerCluster.Of(Embeddings[i], Math.Min((Pieces[i].End - Pieces[i].Start) / 100.0, 4)))];

    /// <summary>A recording's features, appended in uneven blocks.</summary>
    public static FeatureSpool Spool(ReadOnlySpan<float> samples, ISpeakerFrontEnd? frontEnd = null)
    {
        var spool = new FeatureSpool(frontEnd ?? Encoder.FrontEnd);
        for (var (at, size) = (0, 1); at < samples.Length; at += size, size = (size * 3) + 1)
            spool.Append(samples.Slice(at, Math.Min(size, samples.Length - at)));
        spool.Complete();
        return spool;
    }

    /// <summary>
    /// A stretch of at most 160 frames is embedded once, at its own length; a longer one as the unit mean of 160-frame windows every 40
    /// frames, the last aligned with its end: Resemblyzer's <c>embed_utterance</c>, with a closer end, as the reference has it.
    /// </summary>
    public static float[] Embed(PieceEmbedder embedder, long start, long end)
    {
        List<long> starts = [];
        for (var at = start; at < end - PieceEmbedder.Window; at += 40) starts.Add(at);
        starts.Add(Math.Max(start, end - PieceEmbedder.Window));
        float[]? sum = null;
        foreach (var vector in embedder.Windows(
            starts, (int)Math.Min(end - start, PieceEmbedder.Window), TestContext.Current.CancellationToken))
        {
            if (sum is null) sum = vector;
            else TensorPrimitives.Add(sum, vector, sum);
        }
        return SpeakerEncoder.Unit(sum!);
    }
}
