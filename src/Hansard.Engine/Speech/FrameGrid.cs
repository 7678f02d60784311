using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>The grid of 10 ms on which speakers are told: frame t covers the samples from 160 t on.</summary>
internal static class FrameGrid
{
    /// <summary>Samples in a frame.</summary>
    public const int FrameSamples = FrameRange.FrameSamples;

    /// <summary>Frames in a second.</summary>
    public const int FramesPerSecond = Audio.AudioSpecification.SampleRate / FrameSamples;

    /// <summary>Frames that a recording has, the last perhaps in part.</summary>
    public static int Frames(long samples) => (int)((samples + FrameSamples - 1) / FrameSamples);

    /// <summary>The time at which a frame begins.</summary>
    public static TimeSpan Time(int frame) => TimeSpan.FromMilliseconds(10.0 * frame);
}
