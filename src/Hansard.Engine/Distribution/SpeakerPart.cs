using Hansard.Engine.Audio;
using Hansard.Engine.Speakers;

namespace Hansard.Engine.Distribution;

/// <summary>Sound that a network of speakers is to be run on.</summary>
/// <param name="model">Name of the speech model of the recording.</param>
/// <param name="kind"><see cref="WorkKind.Segmentation"/> or <see cref="WorkKind.Voices"/>.</param>
/// <param name="sounds">Windows or pieces.</param>
internal sealed class SpeakerPart(string model, WorkKind kind, IReadOnlyList<SpeakerSound> sounds) : WorkPart(model)
{
    /// <summary>Windows or pieces of a part at most.</summary>
    public const int MostSounds = 100_000;

    // Time that they take, of that of recognition, for as much sound (docs/benchmarks.md, Speakers).
    private const double SegmentationShare = 1.0 / 20;
    private const double VoicesShare = 1.0 / 10;

    /// <inheritdoc />
    public override TimeSpan Length
        => (kind is WorkKind.Voices ? VoicesShare : SegmentationShare)
        * AudioSpecification.Duration(sounds.Sum(s => (long)s.Samples.Length));

    /// <summary>Windows or pieces.</summary>
    public IReadOnlyList<SpeakerSound> Sounds => sounds;

    /// <inheritdoc />
    internal override WorkKind Kind => kind;
}
