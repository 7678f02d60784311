using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Onnx;

/// <summary>Cross keys and values as tensors [1, heads, positions, head width], a key and a value a layer.</summary>
internal sealed class OnnxCrossAttention(EncodedAudio audio, OrtValue[] keysAndValues, float[] startLogits) : ICrossAttention
{
    /// <summary>The encoder's output, which some exports read again.</summary>
    public EncodedAudio Audio { get; } = audio;

    /// <summary>Key of layer 0, value of layer 0, key of layer 1, …</summary>
    public OrtValue[] KeysAndValues { get; } = keysAndValues;

    /// <inheritdoc />
    public int Positions => Audio.Positions;

    /// <inheritdoc />
    public long Bytes { get; } = sizeof(float) * (audio.Hidden.GetTensorTypeAndShape().ElementCount
        + keysAndValues.Sum(value => value.GetTensorTypeAndShape().ElementCount));

    /// <inheritdoc />
    public float[] StartLogits { get; } = startLogits;

    /// <inheritdoc />
    public void Dispose()
    {
        Audio.Dispose();
        foreach (var value in KeysAndValues) value.Dispose();
    }
}
