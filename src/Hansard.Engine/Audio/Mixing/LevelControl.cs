using System.Numerics.Tensors;

namespace Hansard.Engine.Audio.Mixing;

/// <summary>
/// Brings a recording that is far too soft, or beyond full scale, to an ordinary level before its samples are rounded to 16 bits. All
/// others stay as they are.
/// </summary>
/// <remarks>
/// Files of floating-point samples lose nothing at −70 or +24 dB of full scale, but voice activity hears nothing in the one, and the other
/// would be clipped. The level of a window is the peak that 1 % of its hundredths of a second exceed, so that a click, or garbage in a
/// damaged file, decides nothing. Sixteen bits are as fine as the models need.
/// </remarks>
internal sealed class LevelControl
{
    /// <summary>
    /// Samples of a window, 30 s: a pause at the start of a recording is seldom longer, and would be taken for soft speech.
    /// </summary>
    public const int WindowSamples = 30 * AudioSpecification.SampleRate;

    private const int FrameSamples = AudioSpecification.SampleRate / 100;

    /// <summary>Share of the frames that are louder than the level.</summary>
    private const double Louder = 0.01;

    /// <summary>Level that a recording beyond full scale is brought to, −6 dB: what is louder than it has room.</summary>
    private const float Full = 0.5f;

    /// <summary>Level below which a recording is too soft, −40 dB: speech over the telephone, far away, has −30.</summary>
    private const float Soft = 0.01f;

    /// <summary>Level that it is brought to, −20 dB.</summary>
    private const float Ordinary = 0.1f;

    /// <summary>Level of silence, −94 dB: less than one step of 16 bits.</summary>
    private const float Silence = 2e-5f;

    private const float Steps = 32768;

    private float _gain = 1;
    private bool _started;

    /// <summary>Indicates whether something ordinary was heard: what is soft after that is a pause.</summary>
    private bool _ordinary;

    /// <summary>Levels the next window.</summary>
    /// <param name="window">Up to <see cref="WindowSamples"/> samples, all finite; in place. In −1…1 afterwards.</param>
    public void Apply(Span<float> window)
    {
        var (before, gain) = (_gain, Gain(window));
        if (!_started) before = gain;
        (_gain, _started) = (gain, true);
        if (before != 1 || gain != 1)
        {
            var turn = window[..Math.Min(FrameSamples, window.Length)];
            for (var t = 0; t < turn.Length; t++) turn[t] *= float.Lerp(before, gain, (float)t / FrameSamples);
            TensorPrimitives.Multiply(window[turn.Length..], gain, window[turn.Length..]);
        }
        foreach (ref var sample in window) sample = Math.Clamp(MathF.Round(sample * Steps), -Steps, Steps - 1) / Steps;
    }

    private float Gain(ReadOnlySpan<float> window)
    {
        var level = Level(window);
        if (level > 1)
        {
            _ordinary = true;
            return Full / level;
        }
        _ordinary |= level >= Soft;
        return _ordinary || level < Silence ? 1 : Ordinary / level;
    }

    private static float Level(ReadOnlySpan<float> window)
    {
        var peaks = new float[(window.Length + FrameSamples - 1) / FrameSamples];
        if (peaks.Length == 0) return 0;
        for (var i = 0; i < peaks.Length; i++)
        {
            var frame = window[(i * FrameSamples)..Math.Min(window.Length, (i + 1) * FrameSamples)];
            peaks[i] = Math.Abs(TensorPrimitives.MaxMagnitude(frame));
        }
        Array.Sort(peaks);
        return peaks[^(1 + (int)(Louder * peaks.Length))];
    }
}
