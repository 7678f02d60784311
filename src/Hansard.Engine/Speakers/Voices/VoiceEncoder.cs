using System.Numerics.Tensors;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>
/// Network that turns speech into a vector that tells its speaker: CAM++ (Wang et al. 2023) or another that takes the same features. Safe
/// to
/// use from many threads.
/// </summary>
internal sealed class VoiceEncoder : IDisposable
{
    /// <summary>The network's file in its model folder.</summary>
    public const string FileName = "model.onnx";

    private static readonly string[] Inputs = ["feats"];

    private static readonly string[] Outputs = ["embedding"];

    private readonly InferenceSession _session;

    private VoiceEncoder(InferenceSession session) => _session = session;

    /// <summary>Loads the network.</summary>
    /// <param name="directory">The folder that holds <see cref="FileName"/>.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The network does not take the filter bank.</exception>
    public static VoiceEncoder Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        using var made = new DisposedOnFailure();
        var session = made.Add(OnnxModel.Open(path));
        if (!session.InputMetadata.TryGetValue(Inputs[0], out var input) || input.Dimensions is not [_, _, KaldiFilterBank.Bands]
            || !session.OutputMetadata.ContainsKey(Outputs[0]))
        {
            throw new InvalidDataException(
                $"'{path}' is not a voice encoder: it should take 'feats' [batch, frames, {KaldiFilterBank.Bands}] and give 'embedding'.");
        }
        made.Keep();
        return new VoiceEncoder(session);
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
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, features.AsMemory(0, frames * Bands), [1, frames, Bands]);
        using var options = new RunOptions();
        using var results = _session.Run(options, Inputs, [input], Outputs);
        return UnitVector.Scale(results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();
}
