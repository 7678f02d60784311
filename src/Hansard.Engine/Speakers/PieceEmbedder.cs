using System.Numerics.Tensors;
using Hansard.Engine.Speakers.Features;

namespace Hansard.Engine.Speakers;

/// <summary>Embeds stretches of a recording. For one thread, and one enumeration at a time.</summary>
/// <param name="encoder">The network.</param>
/// <param name="features">The recording, complete.</param>
/// <param name="quick">With the encoder's quick network, if it has one.</param>
/// <param name="embedded">Called after every batch; null for nobody.</param>
internal sealed class PieceEmbedder(SpeakerEncoder encoder, FeatureSpool features, bool quick = false, Action? embedded = null)
{
    /// <summary>Frames of a window: what GE2E was trained on, 1.6 s.</summary>
    public const int Window = 160;

    /// <summary>Windows embedded together: half the time of one by one, and more gains nothing but takes 2 MB each.</summary>
    private const int Batch = 4;

    private readonly float[] _buffer = new float[Batch * Window * features.FrontEnd.Bands];

    /// <summary>
    /// Embeds pieces of at most 160 frames: each by itself and, because a short piece says little, in the window around it that its
    /// speaker's context allows; their unit mean.
    /// </summary>
    /// <param name="pieces">Pieces to embed.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>One vector a piece; the caller disposes of them.</returns>
    public EmbeddingSpool Embed(IReadOnlyList<SpeechPiece> pieces, CancellationToken cancellationToken)
    {
        var vectors = new EmbeddingSpool(pieces.Count);
        try
        {
            var begun = new bool[pieces.Count];
            var windows = pieces.SelectMany(
                (piece, i) => new[] { new EmbeddedWindow(i, piece.Start, piece.End - piece.Start), Around(piece, i) });
            // Only windows of one length can be embedded together.
            foreach (var group in windows.GroupBy(w => w.Length))
            {
                EmbeddedWindow[] members = [.. group];
                foreach (var (member, vector) in members.Zip(Windows(
                    [.. members.Select(m => (long)m.Start)], group.Key, cancellationToken)))
                {
                    if (begun[member.Index])
                    {
                        TensorPrimitives.Add(vectors[member.Index], vector, vector);
                        SpeakerEncoder.Unit(vector);
                    }
                    begun[member.Index] = true;
                    vectors.Write(member.Index, vector);
                }
            }
            return vectors;
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    private static EmbeddedWindow Around(SpeechPiece piece, int index)
    {
        var length = Math.Min(Window, piece.ContextEnd - piece.ContextStart);
        var start = Math.Clamp(((piece.Start + piece.End) / 2) - (length / 2), piece.ContextStart, piece.ContextEnd - length);
        return new EmbeddedWindow(index, start, length);
    }

    /// <summary>Embeds windows of one length, a batch at a time as they are asked for.</summary>
    /// <param name="starts">Their first frames.</param>
    /// <param name="length">Frames in each, at most 160.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public IEnumerable<float[]> Windows(IReadOnlyList<long> starts, int length, CancellationToken cancellationToken)
    {
        var size = length * features.FrontEnd.Bands;
        for (var at = 0; at < starts.Count; at += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Batch, starts.Count - at);
            for (var i = 0; i < count; i++) features.Read(starts[at + i], _buffer.AsSpan(i * size, size));
            foreach (var vector in encoder.Embed(_buffer, count, length, quick)) yield return vector;
            embedded?.Invoke();
        }
    }

    /// <summary>A window that is embedded for a piece.</summary>
    /// <param name="Index">Index of the piece.</param>
    /// <param name="Start">First frame.</param>
    /// <param name="Length">Frames, at most 160.</param>
    private readonly record struct EmbeddedWindow(int Index, int Start, int Length);
}
