namespace Hansard.Engine.Speakers.Features;

/// <summary>The features that a speaker encoder takes: frames of 25 ms every 10 ms, frame t centred on sample 160 t.</summary>
/// <remarks>
/// In two steps, because the gain of a recording is known only at its end: <see cref="Compute"/> as the sound is read, and
/// <see cref="Normalise"/> when a window of it is embedded.
/// </remarks>
internal interface ISpeakerFrontEnd
{
    /// <summary>Samples per frame.</summary>
    const int FrameSize = 400;

    /// <summary>Samples from frame to frame.</summary>
    const int Hop = Speech.FrameRange.FrameSamples;

    /// <summary>Values in a frame.</summary>
    int Bands { get; }

    /// <summary>Computes consecutive frames.</summary>
    /// <param name="samples">16 kHz, at least (frames − 1) · 160 + 400 of them: the first frame begins with the first sample.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="features">Receives [frames, bands].</param>
    void Compute(ReadOnlySpan<float> samples, int frames, Span<float> features);

    /// <summary>Makes a window of frames what the encoder takes.</summary>
    /// <param name="window">[frames, bands], as computed; changed in place.</param>
    /// <param name="gain">The factor that brings the recording's samples to the encoder's level.</param>
    void Normalise(Span<float> window, double gain);
}
