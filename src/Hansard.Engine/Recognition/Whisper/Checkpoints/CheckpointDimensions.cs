namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>The sizes of a Whisper, as its weights have them.</summary>
/// <param name="Width">Width of the model.</param>
/// <param name="MelBands">Mel bands of the encoder's input.</param>
/// <param name="AudioPositions">Positions of the encoder.</param>
/// <param name="TextPositions">Positions of the decoder.</param>
/// <param name="Vocabulary">Tokens.</param>
/// <param name="EncoderLayers">Layers of the encoder.</param>
/// <param name="EncoderInner">Width between the two matrices of an encoder's layer.</param>
/// <param name="DecoderLayers">Layers of the decoder.</param>
/// <param name="DecoderInner">Width between the two matrices of a decoder's layer.</param>
internal sealed record CheckpointDimensions(
    int Width, int MelBands, int AudioPositions, int TextPositions, int Vocabulary, int EncoderLayers, int EncoderInner,
    int DecoderLayers, int DecoderInner)
{
    /// <summary>Reads the sizes off the shapes of tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor that every Whisper has is missing, or has no such shape.</exception>
    public static CheckpointDimensions Of(ICheckpoint checkpoint)
    {
        int Size(string name, int rank, int dimension)
        {
            var shape = checkpoint.RequiredShape(name);
            return shape.Count == rank
                ? shape[dimension]
                : throw new InvalidDataException(
                    $"The tensor '{name}' of '{checkpoint.Path}' has {shape.Count} dimensions instead of {rank}.");
        }

        int Layers(string side)
        {
            var count = 0;
            while (checkpoint.ShapeOf($"model.{side}.layers.{count}.fc1.weight") is not null) count++;
            return count;
        }

        const string Convolution = "model.encoder.conv1.weight";
        return new CheckpointDimensions(
            Size(Convolution, 3, 0), Size(Convolution, 3, 1), Size("model.encoder.embed_positions.weight", 2, 0),
            Size("model.decoder.embed_positions.weight", 2, 0), Size("model.decoder.embed_tokens.weight", 2, 0), Layers("encoder"),
            Size("model.encoder.layers.0.fc1.weight", 2, 0), Layers("decoder"), Size("model.decoder.layers.0.fc1.weight", 2, 0));
    }
}
