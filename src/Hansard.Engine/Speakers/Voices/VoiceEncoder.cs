using System.Numerics.Tensors;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Speakers.Voices.CamPlusPlus;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>
/// Network that turns speech into a vector that tells its speaker: CAM++ (Wang et al. 2023) or another that takes the same features. Safe
/// to use from many threads.
/// </summary>
internal sealed class VoiceEncoder : IDisposable
{
    /// <summary>The network's file in its model folder.</summary>
    public const string FileName = "model.onnx";

    private readonly IVoiceNetwork _network;

    private VoiceEncoder(IVoiceNetwork network) => _network = network;

    /// <summary>Loads the network.</summary>
    /// <param name="directory">The folder that holds <see cref="FileName"/>.</param>
    /// <param name="integers">CAM++ multiplies in 8-bit integers: see <see cref="IntegerVoiceNetwork"/>.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The network does not take the filter bank.</exception>
    public static VoiceEncoder Load(string directory, bool integers = true)
    {
        var path = Path.Combine(directory, FileName);
        return new VoiceEncoder((integers ? IntegerVoiceNetwork.Open(path) : null) ?? (IVoiceNetwork)OnnxVoiceNetwork.Open(path));
    }

    /// <summary>Embeds frames of one person's speech.</summary>
    /// <param name="features">
    /// [frames, <see cref="KaldiFilterBank.Bands"/>], at least 2 and not always contiguous; their mean is taken off in place.
    /// </param>
    /// <param name="frames">How many.</param>
    /// <returns>A vector of length 1.</returns>
    public float[] Embed(float[] features, int frames)
    {
        using var stage = EngineMeter.Stage("speaker-voices");
        const int Bands = KaldiFilterBank.Bands;
        Span<float> mean = stackalloc float[Bands];
        mean.Clear();
        for (var t = 0; t < frames; t++) TensorPrimitives.Add(mean, features.AsSpan(t * Bands, Bands), mean);
        TensorPrimitives.Divide(mean, frames, mean);
        for (var t = 0; t < frames; t++)
        {
            var row = features.AsSpan(t * Bands, Bands);
            TensorPrimitives.Subtract(row, mean, row);
        }
        return UnitVector.Scale(_network.Run(features, frames));
    }

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();
}
