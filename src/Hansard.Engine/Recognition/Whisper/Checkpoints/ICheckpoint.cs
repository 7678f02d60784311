namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>Trained weights by their Hugging Face names, such as <c>model.encoder.layers.0.self_attn.q_proj.weight</c>.</summary>
/// <remarks>Only names and shapes are kept in memory; the numbers of a tensor are read when they are asked for.</remarks>
internal interface ICheckpoint : IDisposable
{
    /// <summary>The file, or the folder of several, for messages.</summary>
    string Path { get; }

    /// <summary>The shape of a tensor; null if there is none of that name.</summary>
    IReadOnlyList<int>? ShapeOf(string name);

    /// <summary>Reads a tensor that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">As many as its shape says, the last dimension fastest.</param>
    /// <exception cref="InvalidDataException">Its numbers cannot be read.</exception>
    void Read(string name, Span<float> values);
}
