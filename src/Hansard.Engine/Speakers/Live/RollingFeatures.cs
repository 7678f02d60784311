using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Live;

/// <summary>The last frames of the filter bank, each computed once, when its samples have come.</summary>
/// <remarks>
/// The level that they are to have is known later only. A gain adds one number to every logarithm but those on the filter bank's floor, so
/// that frames are kept at a gain at which nothing lies on it.
/// </remarks>
internal sealed class RollingFeatures
{
    /// <summary>24 dB more than sound has at the level of all recordings: the floor lies as far below.</summary>
    private const double KeptGain = 16;

    private const int Bands = KaldiFilterBank.Bands;

    /// <summary>The logarithm of the filter bank's floor.</summary>
    private static readonly float Floor = MathF.Log(KaldiFilterBank.Floor);

    private float[] _frames = [];

    /// <summary>First frame held.</summary>
    public int Start { get; private set; }

    /// <summary>Frame after the last one held.</summary>
    public int End { get; private set; }

    /// <summary>Computes the frames that have become whole.</summary>
    /// <param name="sound">Holds the samples of all frames from <see cref="End"/> on.</param>
    /// <param name="samples">Samples that have arrived.</param>
    public void Add(SampleHistory sound, long samples)
    {
        var count = KaldiFilterBank.FramesOf(samples) - End;
        if (count <= 0) return;
        var held = End - Start;
        if (_frames.Length < (held + count) * Bands) Array.Resize(ref _frames, (held + count) * Bands);
        var from = (long)End * FrameGrid.FrameSamples;
        var needed = ((count - 1) * FrameGrid.FrameSamples) + KaldiFilterBank.FrameSize;
        KaldiFilterBank.Compute(sound.Slice(from, from + needed), KeptGain, count, _frames.AsSpan(held * Bands, count * Bands));
        End += count;
    }

    /// <summary>Frames at a level.</summary>
    /// <param name="range">Those that are not held are left out.</param>
    /// <param name="gain">Factor on the samples.</param>
    /// <returns>[frames, <see cref="Bands"/>].</returns>
    public float[] At(FrameRange range, double gain)
    {
        var (from, to) = (Math.Max(Start, range.Start), Math.Min(End, range.End));
        if (to <= from) return [];
        var features = _frames.AsSpan((from - Start) * Bands, (to - from) * Bands).ToArray();
        var shift = (float)(2 * Math.Log(gain / KeptGain));
        for (var i = 0; i < features.Length; i++) features[i] = Math.Max(Floor, features[i] + shift);
        return features;
    }

    /// <summary>Forgets what lies before a frame.</summary>
    public void DropBefore(int frame)
    {
        var dropped = Math.Clamp(frame - Start, 0, End - Start);
        _frames.AsSpan(dropped * Bands, (End - Start - dropped) * Bands).CopyTo(_frames);
        Start += dropped;
    }
}
