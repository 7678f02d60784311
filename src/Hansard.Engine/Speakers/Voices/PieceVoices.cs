using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>Embeds pieces of a recording.</summary>
/// <param name="networks">Run the network.</param>
/// <param name="recording">Read to its end.</param>
/// <param name="count">For each frame how many people speak.</param>
internal sealed class PieceVoices(ISpeakerNetworks networks, VoiceRecording recording, ReadOnlyMemory<float> count)
{
    /// <summary>Pieces between two signs of life.</summary>
    private const int Batch = 16;

    /// <param name="pieces">In time order.</param>
    /// <param name="working">Called after every few pieces.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    /// <returns>A unit vector for each.</returns>
    public float[][] Embed(IReadOnlyList<FrameRange> pieces, Action working, CancellationToken cancellationToken)
    {
        List<float[]> vectors = [];
        foreach (var vector in networks.Embed(pieces.Select(Sound), cancellationToken))
        {
            vectors.Add(vector);
            if (vectors.Count % Batch == 0) working();
        }
        return [.. vectors];
    }

    /// <summary>Reads the sound of frames of the filter bank.</summary>
    /// <param name="recording">Read to its end.</param>
    /// <param name="range">Frames that lie whole in the recording.</param>
    public static SpeakerSound Sound(VoiceRecording recording, FrameRange range) => recording.Read(
        (long)range.Start * FrameGrid.FrameSamples,
        range.Length == 0 ? 0 : ((range.Length - 1) * FrameGrid.FrameSamples) + KaldiFilterBank.FrameSize);

    /// <summary>Computes the frames of the filter bank at the level of all recordings.</summary>
    /// <returns>[frames, <see cref="KaldiFilterBank.Bands"/>].</returns>
    public static float[] Features(SpeakerSound sound)
    {
        var frames = KaldiFilterBank.FramesOf(sound.Samples.Length);
        var features = new float[frames * KaldiFilterBank.Bands];
        if (frames > 0) KaldiFilterBank.Compute(sound.Recorded(), sound.Gain, frames, features);
        return features;
    }

    /// <summary>Embeds one piece.</summary>
    /// <param name="encoder">The network.</param>
    /// <param name="features">Frames of the filter bank, [frames, <see cref="KaldiFilterBank.Bands"/>]; may be changed.</param>
    /// <param name="kept">For each frame whether it is used; null: all are.</param>
    /// <returns>A unit vector.</returns>
    public static float[] Embed(VoiceEncoder encoder, float[] features, bool[]? kept)
    {
        const int Bands = KaldiFilterBank.Bands;
        var frames = features.Length / Bands;
        if (kept is not null)
        {
            frames = 0;
            for (var t = 0; t < kept.Length; t++)
                if (kept[t]) features.AsSpan(t * Bands, Bands).CopyTo(features.AsSpan(frames++ * Bands));
        }
        // A recording of less than two frames: the network takes no fewer.
        return frames >= 2 ? encoder.Embed(features, frames) : encoder.Embed(new float[2 * Bands], 2);
    }

    private SpeakerSound Sound(FrameRange piece)
    {
        var (range, kept) = PieceFrames.Of(piece, KaldiFilterBank.FramesOf(recording.Samples), count.Span);
        return Sound(recording, range) with { Kept = kept };
    }
}
