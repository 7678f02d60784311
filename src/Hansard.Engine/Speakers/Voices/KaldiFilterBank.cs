using System.Buffers;
using Hansard.Engine.Audio;
using Hansard.Engine.Spectra;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>
/// Kaldi's log filter bank (<c>compute-fbank-feats</c> without dither) of samples in −1…1: 80 band energies of 25 ms every 10 ms, Povey's
/// window.
/// </summary>
/// <remarks>Each frame of 400 samples: its mean off, pre-emphasis 0.97, the window, zeros to 512, power, mel, logarithm.</remarks>
internal sealed class KaldiFilterBank
{
    /// <summary>Bands of a frame.</summary>
    public const int Bands = 80;

    /// <summary>Samples of a frame, 25 ms.</summary>
    public const int FrameSize = 400;

    private const int TransformSize = 512;

    /// <summary>Kaldi's default (<c>--preemphasis-coefficient</c>).</summary>
    private const double PreEmphasis = 0.97;

    /// <summary>Kaldi's floor of the energies: the epsilon of single precision.</summary>
    public const float Floor = 1.1920929e-07f;

    // Frames are prepared one behind the other and already windowed.
    private static readonly ShortTimeFourierTransform Transform =
        new(TransformSize, TransformSize, [.. Enumerable.Repeat(1.0, TransformSize)]);
    private static readonly MelFilterBank Filters = MelFilterBank.Kaldi(Bands, TransformSize, AudioSpecification.SampleRate);

    // Povey's window: a symmetric Hann window to the power of 0.85 (Kaldi, feature-window.cc).
    private static readonly double[] Window =
        [.. Enumerable.Range(0, FrameSize).Select(i => Math.Pow(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (FrameSize - 1))), 0.85))];

    /// <summary>Whole frames that samples hold.</summary>
    public static int FramesOf(long samples) => samples < FrameSize ? 0 : (int)((samples - FrameSize) / FrameGrid.FrameSamples) + 1;

    /// <summary>Computes consecutive frames.</summary>
    /// <param name="samples">At least (frames − 1) · 160 + 400 of them: the first frame begins with the first sample.</param>
    /// <param name="gain">Factor on the samples.</param>
    /// <param name="frames">How many.</param>
    /// <param name="features">Receives [frames, <see cref="Bands"/>].</param>
    public static void Compute(ReadOnlySpan<float> samples, double gain, int frames, Span<float> features)
    {
        var prepared = ArrayPool<float>.Shared.Rent(TransformSize * frames);
        var power = ArrayPool<double>.Shared.Rent(Transform.Bins * frames);
        var mel = ArrayPool<double>.Shared.Rent(Bands * frames);
        for (var t = 0; t < frames; t++)
            Prepare(samples.Slice(t * FrameGrid.FrameSamples, FrameSize), gain, prepared.AsSpan(t * TransformSize, TransformSize));
        Transform.Power(prepared, frames, power);
        Filters.Apply(power.AsSpan(0, Transform.Bins * frames), frames, mel);
        for (var t = 0; t < frames; t++)
        {
            for (var band = 0; band < Bands; band++)
                features[(t * Bands) + band] = MathF.Log((float)Math.Max(mel[(band * frames) + t], Floor));
        }
        ArrayPool<float>.Shared.Return(prepared);
        ArrayPool<double>.Shared.Return(power);
        ArrayPool<double>.Shared.Return(mel);
    }

    private static void Prepare(ReadOnlySpan<float> frame, double gain, Span<float> prepared)
    {
        var mean = 0.0;
        foreach (var sample in frame) mean += sample;
        mean /= FrameSize;
        prepared[FrameSize..].Clear();
        var before = frame[0] - mean;
        for (var i = 0; i < FrameSize; i++)
        {
            var sample = frame[i] - mean;
            prepared[i] = (float)(gain * (sample - (PreEmphasis * before)) * Window[i]);
            before = sample;
        }
    }
}
