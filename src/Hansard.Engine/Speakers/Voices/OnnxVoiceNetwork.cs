using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>A network as it is in its file.</summary>
internal sealed class OnnxVoiceNetwork : IVoiceNetwork
{
    private const int Bands = KaldiFilterBank.Bands;

    private static readonly string[] Inputs = ["feats"];

    private static readonly string[] Outputs = ["embedding"];

    private readonly InferenceSession _session;

    private OnnxVoiceNetwork(InferenceSession session) => _session = session;

    /// <summary>Opens a network.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The network does not take the filter bank.</exception>
    public static OnnxVoiceNetwork Open(string path)
    {
        using var made = new DisposedOnFailure();
        var session = made.Add(OnnxModel.Open(path));
        if (!session.InputMetadata.TryGetValue(Inputs[0], out var input) || input.Dimensions is not [_, _, Bands]
            || !session.OutputMetadata.ContainsKey(Outputs[0]))
        {
            throw new InvalidDataException(
                $"'{path}' is not a voice encoder: it should take 'feats' [batch, frames, {Bands}] and give 'embedding'.");
        }
        made.Keep();
        return new OnnxVoiceNetwork(session);
    }

    /// <inheritdoc />
    public float[] Run(float[] features, int frames)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, features.AsMemory(0, frames * Bands), [1, frames, Bands]);
        using var options = new RunOptions();
        using var results = _session.Run(options, Inputs, [input], Outputs);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();
}
