using System.Buffers;
using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Spectra;

namespace Hansard.Engine.Speakers.Features;

/// <summary>Mel power without a logarithm (Resemblyzer's <c>wav_to_mel_spectrogram</c>): periodic Hann windows, Slaney's filters.</summary>
/// <param name="bands">Mel bands: 40 for GE2E.</param>
internal sealed class PowerMel(int bands) : ISpeakerFrontEnd
{
    private static readonly ShortTimeFourierTransform Transform = new(ISpeakerFrontEnd.FrameSize, ISpeakerFrontEnd.Hop);

    /// <inheritdoc />
    public int Bands => bands;

    /// <summary>The filters, [bands, 201].</summary>
    public MelFilterBank Filters { get; } = new(bands, ISpeakerFrontEnd.FrameSize, AudioSpecification.SampleRate);

    /// <inheritdoc />
    public void Compute(ReadOnlySpan<float> samples, int frames, Span<float> features)
    {
        var power = ArrayPool<double>.Shared.Rent(Transform.Bins * frames);
        var mel = ArrayPool<double>.Shared.Rent(bands * frames);
        Transform.Power(samples, frames, power);
        Filters.Apply(power.AsSpan(0, Transform.Bins * frames), frames, mel);
        for (var t = 0; t < frames; t++)
            for (var band = 0; band < bands; band++) features[(t * bands) + band] = (float)mel[(band * frames) + t];
        ArrayPool<double>.Shared.Return(power);
        ArrayPool<double>.Shared.Return(mel);
    }

    /// <summary>Power goes with the square of the gain.</summary>
    /// <inheritdoc />
    public void Normalise(Span<float> window, double gain) => TensorPrimitives.Multiply(window, (float)(gain * gain), window);
}
