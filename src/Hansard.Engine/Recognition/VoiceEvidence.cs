using Hansard.Engine.Speech;

namespace Hansard.Engine.Recognition;

/// <summary>Evidence of voice activity that somebody speaks, which owes nothing to the model that wrote a text. Thread-safe.</summary>
/// <remarks>Asked for doubtful windows alone: a second of sound costs a millisecond or so.</remarks>
/// <param name="model">Not owned.</param>
internal sealed class VoiceEvidence(VoiceActivityModel model)
{
    /// <summary>
    /// Probability of a frame that is a voice for certain. Sound counts as speech from 0.3 on, which chimes, crowds and engines reach too;
    /// three quarters of the frames of a word have 0.8 and more (docs/benchmarks.md, Noise).
    /// </summary>
    private const float Certain = 0.8f;

    /// <summary>Measures how long a voice is heard for certain.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <returns>Seconds.</returns>
    public double CertainSeconds(ReadOnlySpan<float> samples)
    {
        var detector = new VoiceActivityDetector(model);
        Span<float> probabilities = stackalloc float[VoiceActivityDetector.BlockFrames];
        var frames = 0;
        for (var at = 0; at < samples.Length; at += VoiceActivityDetector.BlockSamples)
        {
            var block = samples.Slice(at, Math.Min(VoiceActivityDetector.BlockSamples, samples.Length - at));
            foreach (var probability in probabilities[..detector.Process(block, probabilities)]) if (probability >= Certain) frames++;
        }
        return frames * (double)VoiceActivityModel.FrameSamples / Audio.AudioSpecification.SampleRate;
    }
}
