using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Live;

/// <summary>The last stretch of a sound as the segmentation hears it now.</summary>
/// <param name="Start">Frame of the whole sound in which it begins; all else counts from here.</param>
/// <param name="Windows">In the order of their starts.</param>
/// <param name="Activity">The windows put together.</param>
/// <param name="Speech">Frames of speech.</param>
internal sealed record LiveScene(int Start, IReadOnlyList<LocalActivity> Windows, StitchedActivity Activity, SpeechMasks Speech)
{
    /// <summary>A stretch of the whole sound as one of the scene.</summary>
    public FrameRange Within(FrameRange range) => new(range.Start - Start, range.End - Start);

    /// <summary>A stretch of the scene as one of the whole sound.</summary>
    public FrameRange Beyond(FrameRange range) => new(range.Start + Start, range.End + Start);
}
