using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>Places of a recording's windows, and the frames of 10 ms that each output of the segmentation decides.</summary>
internal static class SegmentationWindows
{
    /// <summary>Samples of a window, 10 s: the length of the network's training.</summary>
    public const int Samples = 10 * AudioSpecification.SampleRate;

    /// <summary>Samples between two outputs: the product of the network's strides.</summary>
    public const int OutputSamples = 270;

    /// <summary>The sample on which the first output is centred: half of its field of 991 samples.</summary>
    public const int FirstOutput = 495;

    /// <summary>Samples that one output looks at.</summary>
    private const int Field = 991;

    /// <summary>
    /// Half the distance between two outputs, in frames, rounded up: frames that the first and the last output decide beyond their centres.
    /// </summary>
    private const double Reach = 0.85;

    /// <summary>Outputs of a window that lie within its recording.</summary>
    /// <param name="held">Samples of the window that the recording has.</param>
    /// <param name="outputs">Outputs of a whole window.</param>
    public static int OutputsOf(int held, int outputs)
        => Math.Max(1, Math.Min(outputs, held < Field ? 0 : ((held - Field) / OutputSamples) + 1));

    /// <summary>Centre of a window's first output, in frames.</summary>
    public static double FirstCentre(long start) => (start + FirstOutput) / (double)FrameGrid.FrameSamples;

    /// <summary>The frames that a window decides.</summary>
    /// <param name="start">First sample of the window.</param>
    /// <param name="outputs">Outputs of it.</param>
    /// <param name="frames">Frames of the recording.</param>
    public static FrameRange Frames(long start, int outputs, int frames)
    {
        var first = FirstCentre(start);
        var from = start == 0 ? 0 : (int)Math.Max(0, Math.Ceiling(first - Reach));
        var last = (int)(first + (OutputSamples * (outputs - 1) / (double)FrameGrid.FrameSamples) + Reach);
        return new FrameRange(from, Math.Min(frames, last + 1));
    }

    /// <summary>The output of a window nearest to a frame.</summary>
    public static int OutputAt(long start, int outputs, int frame)
        => Math.Clamp((int)Math.Round((frame - FirstCentre(start)) * FrameGrid.FrameSamples / OutputSamples), 0, outputs - 1);
}
