using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>The encoder's output for one window: a vector every 20 ms.</summary>
/// <param name="hidden">[1, positions, width]; owned by this object.</param>
internal sealed class EncodedAudio(OrtValue hidden) : IDisposable
{
    /// <summary>Vectors a second: the encoder's second convolution halves the 100 frames of the spectrogram.</summary>
    public const double PositionsPerSecond = 50;

    /// <summary>[1, positions, width].</summary>
    public OrtValue Hidden { get; } = hidden;

    /// <summary>Positions of 20 ms, padding included.</summary>
    public int Positions { get; } = (int)hidden.GetTensorTypeAndShape().Shape[1];

    /// <inheritdoc />
    public void Dispose() => Hidden.Dispose();
}
