using System.Buffers;
using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Spectra;

namespace Hansard.Engine.Speakers.Features;

/// <summary>
/// Kaldi's log-mel energies (<c>compute-fbank-feats</c> without dither) with the mean of the window taken off, which WeSpeaker's encoders
/// take.
/// </summary>
/// <remarks>
/// Each frame of 400 samples: its mean off, pre-emphasis 0.97, the window, zeros to 512, power, mel, logarithm. The gain is part of the
/// mean.
/// </remarks>
internal sealed class KaldiLogMel : ISpeakerFrontEnd
{
    private const int TransformSize = 512;
    private const float PreEmphasis = 0.97f;

    /// <summary>Kaldi counts samples in 16-bit units.</summary>
    private const float SampleScale = 32768;

    /// <summary>Kaldi's floor of the energies: the epsilon of single precision.</summary>
    private const float Floor = 1.1920929e-07f;

    // The frames are prepared here, one behind the other, and already windowed.
    private static readonly ShortTimeFourierTransform Transform = new(
        TransformSize, TransformSize, [.. Enumerable.Repeat(1.0, TransformSize)]);
    private readonly MelFilterBank _filters;
    private readonly float[] _window;

    /// <param name="bands">Mel bands: 80 for WeSpeaker's.</param>
    /// <param name="window">[400].</param>
    public KaldiLogMel(int bands, float[] window)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(window.Length, ISpeakerFrontEnd.FrameSize);
        (Bands, _window, _filters) = (bands, window, MelFilterBank.Kaldi(bands, TransformSize, AudioSpecification.SampleRate));
    }

    /// <inheritdoc />
    public int Bands { get; }

    /// <summary>Kaldi's symmetric windows, 0.54 − 0.46 cos for Hamming and 0.5 − 0.5 cos for Hann.</summary>
    /// <param name="offset">0.54 or 0.5.</param>
    public static float[] SymmetricWindow(double offset)
        => [.. Enumerable.Range(0, ISpeakerFrontEnd.FrameSize)
            .Select(i => (float)(offset - ((1 - offset) * Math.Cos(2 * Math.PI * i / (ISpeakerFrontEnd.FrameSize - 1)))))];

    /// <inheritdoc />
    public void Compute(ReadOnlySpan<float> samples, int frames, Span<float> features)
    {
        var prepared = ArrayPool<float>.Shared.Rent(TransformSize * frames);
        var power = ArrayPool<double>.Shared.Rent(Transform.Bins * frames);
        var mel = ArrayPool<double>.Shared.Rent(Bands * frames);
        for (var t = 0; t < frames; t++)
            Prepare(samples.Slice(t * ISpeakerFrontEnd.Hop, ISpeakerFrontEnd.FrameSize), prepared.AsSpan(t * TransformSize, TransformSize));
        Transform.Power(prepared, frames, power);
        _filters.Apply(power.AsSpan(0, Transform.Bins * frames), frames, mel);
        for (var t = 0; t < frames; t++)
            for (var band = 0; band < Bands; band++)
                features[(t * Bands) + band] = MathF.Log(MathF.Max((float)mel[(band * frames) + t], Floor));
        ArrayPool<float>.Shared.Return(prepared);
        ArrayPool<double>.Shared.Return(power);
        ArrayPool<double>.Shared.Return(mel);
    }

    /// <inheritdoc />
    public void Normalise(Span<float> window, double gain)
    {
        var frames = window.Length / Bands;
        var mean = new float[Bands];
        for (var t = 0; t < frames; t++) TensorPrimitives.Add(mean, window.Slice(t * Bands, Bands), mean);
        TensorPrimitives.Divide(mean, frames, mean);
        for (var t = 0; t < frames; t++) TensorPrimitives.Subtract(window.Slice(t * Bands, Bands), mean, window.Slice(t * Bands, Bands));
    }

    private void Prepare(ReadOnlySpan<float> frame, Span<float> prepared)
    {
        prepared[frame.Length..].Clear();
        prepared = prepared[..frame.Length];
        TensorPrimitives.Multiply(frame, SampleScale, prepared);
        TensorPrimitives.Subtract(prepared, TensorPrimitives.Sum<float>(prepared) / prepared.Length, prepared);
        for (var i = prepared.Length - 1; i > 0; i--) prepared[i] -= PreEmphasis * prepared[i - 1];
        prepared[0] -= PreEmphasis * prepared[0];
        TensorPrimitives.Multiply(prepared, _window, prepared);
    }
}
