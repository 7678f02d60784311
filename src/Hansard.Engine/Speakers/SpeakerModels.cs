using Hansard.Engine.Models;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers;

/// <summary>The networks that tell speakers, loaded when the first recording needs them. Safe to use from many threads.</summary>
internal sealed class SpeakerModels : IDisposable
{
    private readonly Lazy<SegmentationModel> _segmentation;
    private readonly Lazy<SegmentationModel> _integerSegmentation;
    private readonly Lazy<VoiceEncoder> _voices;

    private SpeakerModels(ResolvedModel segmentation, ResolvedModel voices)
    {
        _segmentation = new Lazy<SegmentationModel>(() => SegmentationModel.Load(segmentation.Folder));
        _integerSegmentation = new Lazy<SegmentationModel>(() => SegmentationModel.Load(segmentation.Folder, integers: true));
        _voices = new Lazy<VoiceEncoder>(() => VoiceEncoder.Load(voices.Folder));
        VoicesName = voices.Name;
    }

    /// <summary>Name of the voice encoder in the catalogue, or of its folder.</summary>
    public string VoicesName { get; }

    /// <summary>Tells who differs from whom.</summary>
    public SegmentationModel Segmentation => _segmentation.Value;

    /// <summary>Tells who differs from whom, in two thirds of the time.</summary>
    public SegmentationModel IntegerSegmentation => _integerSegmentation.Value;

    /// <summary>Tells voices.</summary>
    public VoiceEncoder Voices => _voices.Value;

    /// <summary>Finds the networks and checks their files.</summary>
    /// <param name="models">Where models are found.</param>
    /// <param name="voices">Name or folder of the voice encoder; null: the catalogue's default.</param>
    /// <exception cref="FileNotFoundException">A model is not there.</exception>
    /// <exception cref="InvalidDataException">A model's files do not have the checksums they should.</exception>
    public static SpeakerModels Find(ModelStore models, string? voices) => new(
        models.Resolve(null, ModelKind.SpeakerSegmentation), models.Resolve(voices, ModelKind.SpeakerEncoder));

    /// <inheritdoc />
    public void Dispose()
    {
        if (_segmentation.IsValueCreated) _segmentation.Value.Dispose();
        if (_integerSegmentation.IsValueCreated) _integerSegmentation.Value.Dispose();
        if (_voices.IsValueCreated) _voices.Value.Dispose();
    }
}
