using Hansard.Engine.Audio;

namespace Hansard.Engine.Speech;

/// <summary>The grid of 10 ms on which speech and its speakers are told: frame t covers the samples from 160 t on.</summary>
internal static class FrameGrid
{
    /// <summary>Frames in a second.</summary>
    public const int FramesPerSecond = 100;

    /// <summary>Samples in a frame.</summary>
    public const int FrameSamples = AudioSpecification.SampleRate / FramesPerSecond;

    /// <summary>Frames that a recording has, the last perhaps in part.</summary>
    public static int Frames(long samples) => (int)((samples + FrameSamples - 1) / FrameSamples);

    /// <summary>The time at which a frame begins.</summary>
    public static TimeSpan Time(int frame) => TimeSpan.FromMilliseconds(1000.0 / FramesPerSecond * frame);
}
