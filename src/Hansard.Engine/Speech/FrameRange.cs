using Hansard.Engine.Audio;

namespace Hansard.Engine.Speech;

/// <summary>A stretch of a recording in frames of 10 ms.</summary>
/// <param name="Start">First frame.</param>
/// <param name="End">Frame after the last one.</param>
internal readonly record struct FrameRange(int Start, int End)
{
    /// <summary>Samples of a frame.</summary>
    public const int FrameSamples = AudioSpecification.SampleRate / 100;

    /// <summary>Length of a frame in milliseconds.</summary>
    public const double FrameMilliseconds = 10;
}
