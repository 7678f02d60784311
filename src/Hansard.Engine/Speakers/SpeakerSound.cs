namespace Hansard.Engine.Speakers;

/// <summary>Sound that a network of speakers is run on: all that its output depends on.</summary>
/// <param name="Samples">16 kHz mono, 16 bits.</param>
/// <param name="Gain">Factor that brings the recording to the level of all.</param>
/// <param name="Kept">For each frame of the filter bank whether it belongs to the voice; null: all do.</param>
/// <param name="Integers">The network is run in 8-bit integers, where it has them.</param>
internal sealed record SpeakerSound(short[] Samples, double Gain, bool[]? Kept = null, bool Integers = false)
{
    /// <summary>The samples from -1 to 1, as they were recorded.</summary>
    public float[] Recorded()
    {
        var recorded = new float[Samples.Length];
        for (var i = 0; i < recorded.Length; i++) recorded[i] = Samples[i] / 32768f;
        return recorded;
    }
}
