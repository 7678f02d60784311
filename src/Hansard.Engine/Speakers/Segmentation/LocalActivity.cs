using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>Speakers within one window, by numbers that mean nothing beyond it.</summary>
/// <param name="Start">First sample of the window.</param>
/// <param name="Classes">The likeliest class of <see cref="Powerset"/> at each output.</param>
internal sealed record LocalActivity(long Start, byte[] Classes)
{
    /// <summary>The class that the window gives a frame.</summary>
    public byte At(int frame) => Classes[SegmentationWindows.OutputAt(Start, Classes.Length, frame)];

    /// <summary>The frames that the window decides.</summary>
    /// <param name="frames">Frames of the recording.</param>
    public FrameRange Frames(int frames) => SegmentationWindows.Frames(Start, Classes.Length, frames);

    /// <summary>
    /// The local speaker who is heard in more than half of a stretch; null if nobody is, or it hardly lies in the window.
    /// </summary>
    public int? Dominant(FrameRange range)
    {
        const double Scale = FrameGrid.FrameSamples / (double)SegmentationWindows.OutputSamples;
        var centre = SegmentationWindows.FirstCentre(Start);
        var (first, last) = ((int)Math.Ceiling((range.Start - centre) * Scale), (int)((range.End - centre) * Scale));
        if (last < 2 || first > Classes.Length - 2) return null;
        (first, last) = (Math.Max(0, first), Math.Min(Classes.Length - 1, last));
        Span<int> heard = stackalloc int[Powerset.LocalSpeakers];
        heard.Clear();
        for (var i = first; i <= last; i++)
            for (var s = 0; s < heard.Length; s++) if (Powerset.Contains(Classes[i], s)) heard[s]++;
        var top = 0;
        for (var s = 1; s < heard.Length; s++) if (heard[s] > heard[top]) top = s;
        return 2 * heard[top] > last - first + 1 ? top : null;
    }
}
