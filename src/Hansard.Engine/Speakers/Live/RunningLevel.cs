using System.Numerics.Tensors;
using Hansard.Engine.Audio;

namespace Hansard.Engine.Speakers.Live;

/// <summary>
/// Level of the speech so far, in the place of that of the whole recording, which is not known yet: its mean square, old speech forgotten
/// slowly.
/// </summary>
/// <remarks>
/// Of speech alone: a session may be silent for hours, and what is said after that would otherwise be taken for loud.
/// </remarks>
internal sealed class RunningLevel
{
    /// <summary>Probability of speech from which a block counts.</summary>
    private const float Speech = 0.5f;

    /// <summary>Samples of speech that are remembered, a minute: people come nearer and go away.</summary>
    private const double Memory = 60 * AudioSpecification.SampleRate;

    private double _energy;
    private double _samples;
    private bool _spoken;

    /// <summary>Factor that brings the speech to the level of all recordings.</summary>
    public double Gain => VoiceRecording.Level / (Math.Sqrt(_energy / Math.Max(1, _samples)) + 1e-9);

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">A block of the detector of speech.</param>
    /// <param name="probability">Its probability of speech.</param>
    public void Add(ReadOnlySpan<float> samples, float probability)
    {
        // Before there is speech, the level is that of all else.
        var speaks = probability >= Speech;
        if (_spoken && !speaks) return;
        if (speaks && !_spoken) (_energy, _samples, _spoken) = (0, 0, true);
        _energy += TensorPrimitives.SumOfSquares(samples);
        _samples += samples.Length;
        if (_samples <= Memory) return;
        var kept = Memory / _samples;
        (_energy, _samples) = (_energy * kept, Memory);
    }
}
