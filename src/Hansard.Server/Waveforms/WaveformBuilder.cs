using System.Numerics.Tensors;
using Hansard.Engine.Audio;

namespace Hansard.Server.Waveforms;

/// <summary>Builds a waveform from samples as they come, of a recording whose length nobody knows before its end.</summary>
/// <remarks>
/// Whenever there are twice as many stretches as are wanted, two neighbours become one: memory does not depend on the length.
/// </remarks>
internal sealed class WaveformBuilder
{
    /// <summary>The most that can be asked for: more than any screen has pixels.</summary>
    public const int MaximumPoints = 8192;

    // 10 ms, shorter than any syllable.
    private const int FirstStretch = AudioSpecification.SampleRate / 100;

    private readonly sbyte[] _minimum = new sbyte[2 * MaximumPoints];
    private readonly sbyte[] _maximum = new sbyte[2 * MaximumPoints];
    private int _count;
    private int _stretch = FirstStretch;
    private long _samples;
    private int _inStretch;
    private float _least;
    private float _greatest;

    /// <summary>Adds the next samples, in [-1, 1].</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        _samples += samples.Length;
        while (samples.Length > 0)
        {
            var part = samples[..Math.Min(samples.Length, _stretch - _inStretch)];
            var (least, greatest) = (TensorPrimitives.Min(part), TensorPrimitives.Max(part));
            (_least, _greatest) = _inStretch == 0 ? (least, greatest) : (Math.Min(_least, least), Math.Max(_greatest, greatest));
            _inStretch += part.Length;
            if (_inStretch == _stretch) End();
            samples = samples[part.Length..];
        }
    }

    /// <summary>The waveform of what was added.</summary>
    public Waveform Build()
    {
        if (_inStretch > 0) End();
        return new Waveform(_samples * 1000 / AudioSpecification.SampleRate, _minimum[.._count], _maximum[.._count]);
    }

    private void End()
    {
        (_minimum[_count], _maximum[_count]) = (Quantise(_least), Quantise(_greatest));
        (_count, _inStretch) = (_count + 1, 0);
        if (_count < _minimum.Length) return;
        for (var i = 0; i < MaximumPoints; i++)
        {
            _minimum[i] = Math.Min(_minimum[2 * i], _minimum[(2 * i) + 1]);
            _maximum[i] = Math.Max(_maximum[2 * i], _maximum[(2 * i) + 1]);
        }
        (_count, _stretch) = (MaximumPoints, _stretch * 2);
    }

    private static sbyte Quantise(float sample) => (sbyte)Math.Clamp(MathF.Round(sample * sbyte.MaxValue), -sbyte.MaxValue, sbyte.MaxValue);
}
