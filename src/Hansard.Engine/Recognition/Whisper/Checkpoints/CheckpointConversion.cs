using Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>Makes int8 networks of trained weights.</summary>
/// <param name="checkpoint">The weights.</param>
/// <param name="configuration">The model's.</param>
internal sealed class CheckpointConversion(ICheckpoint checkpoint, WhisperConfiguration configuration)
{
    /// <summary>Writes both networks.</summary>
    /// <param name="encoderHeads">Attention heads of the encoder.</param>
    /// <param name="networks">Receives them.</param>
    /// <exception cref="InvalidDataException">The weights are not those of a Whisper.</exception>
    public void Write(int encoderHeads, NetworkFiles networks)
    {
        var sizes = CheckpointDimensions.Of(checkpoint);
        Directory.CreateDirectory(Path.GetDirectoryName(networks.Encoder)!);
        using (var encoder = new NetworkWriter(checkpoint, networks.Encoder)) EncoderNetwork.Write(encoder, sizes, encoderHeads);
        using var decoder = new NetworkWriter(checkpoint, networks.Decoder);
        new DecoderNetwork(decoder, sizes, configuration.DecoderHeads).Write();
    }
}
