namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>Result of the segmentation of a recording.</summary>
/// <param name="Windows">In the order of their starts; where nobody speaks there are none.</param>
/// <param name="Activity">The windows put together.</param>
internal sealed record SegmentedRecording(IReadOnlyList<LocalActivity> Windows, StitchedActivity Activity);
