using System.Buffers;
using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Spectra;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>
/// Whisper's input features (openai/whisper, <c>audio.log_mel_spectrogram</c>): log₁₀ mel power, 80 dB of dynamic range below
/// the window's maximum, scaled to about [-1, 1].
/// </summary>
/// <param name="bands">Mel bands: 80, or 128 for large-v3 and its descendants.</param>
internal sealed class LogMelSpectrogram(int bands)
{
    /// <summary>Samples per frame: 25 ms.</summary>
    public const int FrameSize = 400;

    /// <summary>Samples from frame to frame: 10 ms. Frame t is centred on sample 160 t.</summary>
    public const int Hop = 160;

    /// <summary>Frames per second.</summary>
    public const int FramesPerSecond = AudioSpecification.SampleRate / Hop;

    /// <summary>Frames of the window that the model was trained on: 30 s.</summary>
    public const int MaximumFrames = 30 * FramesPerSecond;

    private static readonly ShortTimeFourierTransform Transform = new(FrameSize, Hop);
    private readonly MelFilterBank _filters = new(bands, FrameSize, AudioSpecification.SampleRate);

    /// <summary>The filters, [bands, 201].</summary>
    public MelFilterBank Filters => _filters;

    /// <summary>Frames of a window: the audio and its padding, rounded up to 8 frames, at most 30 s.</summary>
    /// <param name="samples">Length of the audio.</param>
    /// <param name="paddingSeconds">Silence after it; null pads to 30 s as the model was trained.</param>
    public static int WindowFrames(int samples, double? paddingSeconds)
    {
        if (paddingSeconds is not { } padding) return MaximumFrames;
        var seconds = ((double)samples / AudioSpecification.SampleRate) + padding;
        return Math.Min(MaximumFrames, 8 * (int)Math.Ceiling((seconds * FramesPerSecond / 8) - 1e-9));
    }

    /// <summary>Computes the features of one window.</summary>
    /// <param name="samples">16 kHz; cut or padded with silence to the window.</param>
    /// <param name="frames">Length of the window.</param>
    /// <returns>[bands, frames].</returns>
    public float[] Compute(ReadOnlySpan<float> samples, int frames)
    {
        var result = new float[bands * frames];
        samples = samples[..Math.Min(samples.Length, frames * Hop)];
        // Frames that see only padding all equal the floor, and padding may be most of a window: leave them out of the transform.
        var voiced = Math.Min(frames, ((samples.Length + (FrameSize / 2) - 1) / Hop) + 1);
        var padded = ArrayPool<float>.Shared.Rent((frames * Hop) + FrameSize);
        var power = ArrayPool<double>.Shared.Rent(Transform.Bins * voiced);
        var mel = ArrayPool<double>.Shared.Rent(bands * voiced);
        try
        {
            Pad(samples, frames * Hop, padded);
            Transform.Power(padded, voiced, power);
            var log = mel.AsSpan(0, bands * voiced);
            _filters.Apply(power.AsSpan(0, Transform.Bins * voiced), voiced, log);
            TensorPrimitives.Max(log, 1e-10, log);
            TensorPrimitives.Log10(log, log);
            var floor = Math.Max(TensorPrimitives.Max<double>(log) - 8, -10);
            for (var band = 0; band < bands; band++)
            {
                var from = log.Slice(band * voiced, voiced);
                var to = result.AsSpan(band * frames, frames);
                for (var t = 0; t < voiced; t++) to[t] = (float)((Math.Max(from[t], floor) + 4) / 4);
                to[voiced..].Fill((float)((floor + 4) / 4));
            }
            return result;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(padded);
            ArrayPool<double>.Shared.Return(power);
            ArrayPool<double>.Shared.Return(mel);
        }
    }

    /// <summary>Silence up to the window's length, then half a frame of reflection on either side.</summary>
    private static void Pad(ReadOnlySpan<float> samples, int length, Span<float> padded)
    {
        const int Half = FrameSize / 2;
        padded[..(length + FrameSize)].Clear();
        samples.CopyTo(padded[Half..]);
        for (var i = 1; i <= Half; i++)
        {
            padded[Half - i] = padded[Half + i];
            padded[Half + length - 1 + i] = padded[Half + length - 1 - i];
        }
    }
}
