using System.Numerics.Tensors;
using Hansard.Engine.Speakers.Features;

namespace Hansard.Engine.Speakers;

/// <summary>Embeds stretches of a recording.</summary>
/// <param name="encoder">The network.</param>
/// <param name="features">The recording.</param>
internal sealed class PieceEmbedder(SpeakerEncoder encoder, FeatureSpool features)
{
    /// <summary>Frames of a window: what GE2E was trained on, 1.6 s.</summary>
    public const int Window = 160;

    /// <summary>Frames from window to window of a piece that is longer than one.</summary>
    public const int Hop = 40;

    /// <summary>
    /// A piece of at most 160 frames is embedded once, at its own length; a longer one as the unit mean of 160-frame windows every 40
    /// frames, the last aligned with the piece's end (Resemblyzer's <c>embed_utterance</c>, with a closer end).
    /// </summary>
    /// <param name="start">First frame.</param>
    /// <param name="end">Frame after the last.</param>
    /// <param name="hop">Frames from window to window.</param>
    public float[] Embed(long start, long end, int hop = Hop)
    {
        var length = (int)Math.Min(end - start, Window);
        List<long> starts = [];
        for (var at = start; at < end - Window; at += hop) starts.Add(at);
        starts.Add(Math.Max(start, end - Window));
        float[]? sum = null;
        foreach (var vector in Windows(starts, length))
        {
            if (sum is null) sum = vector;
            else TensorPrimitives.Add(sum, vector, sum);
        }
        return SpeakerEncoder.Unit(sum!);
    }

    /// <summary>Windows embedded together: beyond it nothing is gained.</summary>
    private const int Batch = 16;

    /// <summary>Embeds windows of one length.</summary>
    /// <param name="starts">Their first frames.</param>
    /// <param name="length">Frames in each.</param>
    public IEnumerable<float[]> Windows(IReadOnlyList<long> starts, int length)
    {
        var size = length * features.FrontEnd.Bands;
        var buffer = new float[Math.Min(Batch, starts.Count) * size];
        for (var at = 0; at < starts.Count; at += Batch)
        {
            var count = Math.Min(Batch, starts.Count - at);
            for (var i = 0; i < count; i++) features.Read(starts[at + i], buffer.AsSpan(i * size, size));
            foreach (var vector in encoder.Embed(buffer, count, length)) yield return vector;
        }
    }
}
