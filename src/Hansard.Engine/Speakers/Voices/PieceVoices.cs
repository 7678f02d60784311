using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>Embeds pieces of a recording.</summary>
/// <param name="encoder">The network.</param>
/// <param name="recording">Read to its end.</param>
/// <param name="count">For each frame how many people speak.</param>
/// <param name="workers">Embed pieces side by side.</param>
internal sealed class PieceVoices(VoiceEncoder encoder, VoiceRecording recording, ReadOnlyMemory<float> count, ISideBySide workers)
{
    /// <summary>Frames that an embedding is made of at least, 0.4 s: fewer say nothing.</summary>
    private const int Fewest = 40;

    /// <summary>Frames of one person alone from which the overlapped frames of a piece are left out.</summary>
    private const int FewestAlone = 30;

    /// <summary>Mean number of people from which a frame is overlapped.</summary>
    private const float Overlap = 1.5f;

    /// <summary>Pieces embedded between two signs of life.</summary>
    private const int Batch = 16;

    /// <param name="pieces">In time order.</param>
    /// <param name="working">Called after every few pieces.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    /// <returns>A unit vector for each.</returns>
    public float[][] Embed(IReadOnlyList<FrameRange> pieces, Action working, CancellationToken cancellationToken)
    {
        var vectors = new float[pieces.Count][];
        for (var at = 0; at < pieces.Count; at += Batch)
        {
            var from = at;
            workers.ForEach(Math.Min(Batch, pieces.Count - at), i => vectors[from + i] = Embed(pieces[from + i]), cancellationToken);
            working();
        }
        return vectors;
    }

    /// <summary>Computes frames of the filter bank at the level of all recordings.</summary>
    /// <param name="recording">Read to its end.</param>
    /// <param name="range">Frames; those that do not lie whole in the recording are left out.</param>
    /// <returns>[frames, <see cref="KaldiFilterBank.Bands"/>].</returns>
    public static float[] Features(VoiceRecording recording, FrameRange range)
    {
        var frames = Math.Min(range.End, KaldiFilterBank.FramesOf(recording.Samples)) - range.Start;
        if (frames <= 0) return [];
        var samples = new float[((frames - 1) * FrameGrid.FrameSamples) + KaldiFilterBank.FrameSize];
        recording.Read((long)range.Start * FrameGrid.FrameSamples, samples);
        var features = new float[frames * KaldiFilterBank.Bands];
        KaldiFilterBank.Compute(samples, recording.Gain, frames, features);
        return features;
    }

    /// <summary>Embeds one piece, without the frames in which another speaks too.</summary>
    /// <param name="encoder">The network.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="held">Frames of the filter bank that there are.</param>
    /// <param name="count">For each frame how many people speak.</param>
    /// <param name="featuresOf">Gives frames of the filter bank, [frames, <see cref="KaldiFilterBank.Bands"/>].</param>
    /// <returns>A unit vector.</returns>
    public static float[] Embed(
        VoiceEncoder encoder, FrameRange piece, int held, ReadOnlySpan<float> count, Func<FrameRange, float[]> featuresOf)
    {
        const int Bands = KaldiFilterBank.Bands;
        piece = new FrameRange(Math.Min(piece.Start, held), Math.Min(piece.End, held));
        var alone = Alone(count.Slice(piece.Start, piece.Length));
        var used = alone >= FewestAlone ? alone : piece.Length;
        var range = used < Fewest ? Widened(piece.Start, used, held) : piece;
        var features = featuresOf(range);
        if (used >= Fewest && used < piece.Length)
        {
            var people = count.Slice(piece.Start, piece.Length);
            for (int t = 0, kept = 0; t < people.Length; t++)
                if (people[t] < Overlap) features.AsSpan(t * Bands, Bands).CopyTo(features.AsSpan(kept++ * Bands));
            return encoder.Embed(features, used);
        }
        // A recording of less than two frames: the network takes no fewer.
        var frames = features.Length / Bands;
        return frames >= 2 ? encoder.Embed(features, frames) : encoder.Embed(new float[2 * Bands], 2);
    }

    private float[] Embed(FrameRange piece) => Embed(
        encoder, piece, KaldiFilterBank.FramesOf(recording.Samples), count.Span, range => Features(recording, range));

    private static int Alone(ReadOnlySpan<float> count)
    {
        var alone = 0;
        foreach (var people in count) if (people < Overlap) alone++;
        return alone;
    }

    private static FrameRange Widened(int start, int used, int held)
    {
        start = Math.Max(0, Math.Min(start - ((Fewest - used) / 2), held - Fewest));
        return new FrameRange(start, Math.Min(held, start + Fewest));
    }
}
