namespace Hansard.Engine.Speakers;

/// <summary>Runs the networks that tell speakers, here or elsewhere.</summary>
internal interface ISpeakerNetworks
{
    /// <summary>Runs the segmentation.</summary>
    /// <param name="windows">Of <see cref="Segmentation.SegmentationWindows.Samples"/>; taken as they are needed.</param>
    /// <param name="cancellationToken">Stops between windows.</param>
    /// <returns>For each window, in order: log probabilities, [outputs, <see cref="Segmentation.Powerset.Classes"/>].</returns>
    IEnumerable<float[]> Segment(IEnumerable<SpeakerSound> windows, CancellationToken cancellationToken);

    /// <summary>Embeds pieces of speech.</summary>
    /// <param name="pieces">Of one person each; taken as they are needed.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    /// <returns>For each piece, in order: a unit vector.</returns>
    IEnumerable<float[]> Embed(IEnumerable<SpeakerSound> pieces, CancellationToken cancellationToken);
}
