using System.Numerics.Tensors;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers;

/// <summary>Runs the networks here, on a few inputs side by side.</summary>
/// <param name="models">The networks.</param>
/// <param name="workers">Compute side by side.</param>
internal sealed class OwnNetworks(SpeakerModels models, ISideBySide workers) : ISpeakerNetworks
{
    /// <summary>Inputs whose outputs are held until they are given in order.</summary>
    private const int Batch = 16;

    /// <inheritdoc />
    public IEnumerable<float[]> Segment(IEnumerable<SpeakerSound> windows, CancellationToken cancellationToken)
        => Run(windows, window => Segment(window.Integers ? models.IntegerSegmentation : models.Segmentation, window), cancellationToken);

    /// <inheritdoc />
    public IEnumerable<float[]> Embed(IEnumerable<SpeakerSound> pieces, CancellationToken cancellationToken)
        => Run(pieces, piece => PieceVoices.Embed(models.Voices, PieceVoices.Features(piece), piece.Kept), cancellationToken);

    /// <summary>Runs the segmentation of one window.</summary>
    internal static float[] Segment(SegmentationModel model, SpeakerSound window)
    {
        var samples = window.Recorded();
        TensorPrimitives.Multiply(samples, (float)window.Gain, samples);
        return model.Run(samples);
    }

    private IEnumerable<float[]> Run(
        IEnumerable<SpeakerSound> sounds, Func<SpeakerSound, float[]> network, CancellationToken cancellationToken)
    {
        foreach (var batch in sounds.Chunk(Batch))
        {
            var outputs = new float[batch.Length][];
            workers.ForEach(batch.Length, i => outputs[i] = network(batch[i]), cancellationToken);
            foreach (var output in outputs) yield return output;
        }
    }
}
