using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>The state of a transducer's predictor, an LSTM, in ONNX Runtime's memory.</summary>
/// <param name="First">Hidden state, [layers, 1, width].</param>
/// <param name="Second">Cell state, as long.</param>
internal sealed record PredictorState(OrtValue First, OrtValue Second) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}
