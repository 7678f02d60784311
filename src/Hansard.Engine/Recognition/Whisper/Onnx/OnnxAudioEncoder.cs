using Hansard.Engine.Matrices;
using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Onnx;

/// <summary>
/// The encoder of a Hugging Face export: <c>input_features</c> [1, bands, frames] → <c>last_hidden_state</c> [1, frames / 2, width].
/// </summary>
internal sealed class OnnxAudioEncoder(InferenceSession session) : IAudioEncoder
{
    private static readonly string[] Inputs = ["input_features"];
    private static readonly string[] Outputs = ["last_hidden_state"];
    private readonly RunOptions _run = new();

    /// <inheritdoc />
    public EncodedAudio Encode(float[] mel, int frames)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(mel, [1, mel.Length / frames, frames]);
        return new EncodedAudio(session.Run(_run, Inputs, [input], Outputs)[0]);
    }

    /// <summary>Opens the file.</summary>
    /// <param name="path">encoder_model*.onnx.</param>
    public static OnnxAudioEncoder Open(string path) => new(UnsignedWeights.Open(path));

    /// <inheritdoc />
    public void Dispose()
    {
        _run.Dispose();
        session.Dispose();
    }
}
