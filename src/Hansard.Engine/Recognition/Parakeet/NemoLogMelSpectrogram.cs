using System.Buffers;
using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Spectra;

namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>
/// The input features of NeMo's acoustic models (<c>AudioToMelSpectrogramPreprocessor</c>): ln mel power of pre-emphasised sound,
/// normalised band by band over the recording.
/// </summary>
/// <param name="bands">Mel bands: 128 for Parakeet TDT.</param>
internal sealed class NemoLogMelSpectrogram(int bands)
{
    /// <summary>Samples from frame to frame: 10 ms.</summary>
    public const int Hop = 160;

    /// <summary>Size of the transform: NeMo's <c>n_fft</c>.</summary>
    private const int FrameSize = 512;

    /// <summary>Samples of a frame that the window lets through: 25 ms, in its middle.</summary>
    private const int WindowSize = 400;

    /// <summary>NeMo's <c>preemph</c>.</summary>
    private const float PreEmphasis = 0.97f;

    /// <summary>NeMo's <c>log_zero_guard_value</c>: 2⁻²⁴.</summary>
    private const double LogGuard = 1.0 / (1 << 24);

    /// <summary>NeMo's <c>CONSTANT</c>, added to a deviation that is divided by.</summary>
    private const double DeviationGuard = 1e-5;

    private static readonly ShortTimeFourierTransform Transform = new(FrameSize, Hop, Window());
    private readonly MelFilterBank _filters = new(bands, FrameSize, AudioSpecification.SampleRate);

    /// <summary>Frames of a recording, the last of which is only padding.</summary>
    /// <param name="samples">Its length.</param>
    public static int Frames(int samples) => 1 + Counted(samples);

    /// <summary>Frames of a recording that count.</summary>
    /// <param name="samples">Its length.</param>
    public static int Counted(int samples) => samples / Hop;

    /// <summary>Computes features.</summary>
    /// <param name="samples">16 kHz mono, at least two frames' hops of it.</param>
    /// <returns>[bands, <see cref="Frames"/>]; frames that do not count are 0.</returns>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        var (frames, counted) = (Frames(samples.Length), Counted(samples.Length));
        var features = new float[bands * frames];
        var padded = ArrayPool<float>.Shared.Rent(samples.Length + FrameSize);
        var power = ArrayPool<double>.Shared.Rent(Transform.Bins * frames);
        var mel = ArrayPool<double>.Shared.Rent(bands * frames);
        try
        {
            Emphasise(samples, padded.AsSpan(0, samples.Length + FrameSize));
            Transform.Power(padded, frames, power);
            var log = mel.AsSpan(0, bands * frames);
            _filters.Apply(power.AsSpan(0, Transform.Bins * frames), frames, log);
            TensorPrimitives.Add(log, LogGuard, log);
            TensorPrimitives.Log(log, log);
            for (var band = 0; band < bands; band++) Normalise(log.Slice(band * frames, counted), features.AsSpan(band * frames, counted));
            return features;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(padded);
            ArrayPool<double>.Shared.Return(power);
            ArrayPool<double>.Shared.Return(mel);
        }
    }

    /// <summary>x[t] − 0.97 x[t − 1], with half a frame of silence on either side.</summary>
    private static void Emphasise(ReadOnlySpan<float> samples, Span<float> padded)
    {
        padded.Clear();
        var inner = padded.Slice(FrameSize / 2, samples.Length);
        inner[0] = samples[0];
        for (var t = 1; t < samples.Length; t++) inner[t] = samples[t] - (PreEmphasis * samples[t - 1]);
    }

    private static void Normalise(ReadOnlySpan<double> band, Span<float> normalised)
    {
        var mean = TensorPrimitives.Sum(band) / band.Length;
        var squares = 0.0;
        foreach (var value in band) squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / (band.Length - 1)) + DeviationGuard;
        for (var t = 0; t < band.Length; t++) normalised[t] = (float)((band[t] - mean) / deviation);
    }

    /// <summary>A symmetric Hann window in the middle of a frame.</summary>
    private static double[] Window()
    {
        var window = new double[FrameSize];
        for (var i = 0; i < WindowSize; i++)
            window[((FrameSize - WindowSize) / 2) + i] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (WindowSize - 1)));
        return window;
    }
}
