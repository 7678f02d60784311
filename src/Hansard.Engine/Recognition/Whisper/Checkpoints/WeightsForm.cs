namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>Forms in which a folder holds the weights of a model.</summary>
internal enum WeightsForm
{
    /// <summary>Networks of ONNX, in <c>onnx/</c>.</summary>
    Onnx,

    /// <summary><c>model.safetensors</c>, or parts of it with an index.</summary>
    Safetensors,

    /// <summary><c>model.bin</c> of CTranslate2, as faster-whisper has it.</summary>
    CTranslate2,
}
