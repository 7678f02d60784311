using Hansard.Engine.Models;
using System.Text.Json;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>The sizes of a model as its config.json states them, which its weights have to have.</summary>
/// <param name="Path">Of config.json.</param>
/// <param name="Sizes">The sizes.</param>
/// <param name="EncoderHeads">Attention heads of the encoder.</param>
/// <param name="DecoderHeads">Attention heads of the decoder.</param>
internal sealed record CheckpointConfiguration(string Path, CheckpointDimensions Sizes, int EncoderHeads, int DecoderHeads)
{
    /// <summary>Reads a folder's config.json.</summary>
    /// <exception cref="InvalidDataException">It describes no Whisper, or one that computes otherwise than all others.</exception>
    public static CheckpointConfiguration Load(string folder)
    {
        var path = System.IO.Path.Combine(folder, "config.json");
        try
        {
            using var document = JsonDocument.Parse(ModelDocument.Read(path));
            var json = document.RootElement;
            int Number(string name) => json.GetProperty(name).GetInt32();
            var configuration = new CheckpointConfiguration(
                path,
                new CheckpointDimensions(
                    Number("d_model"), Number("num_mel_bins"), Number("max_source_positions"), Number("max_target_positions"),
                    Number("vocab_size"), Number("encoder_layers"), Number("encoder_ffn_dim"), Number("decoder_layers"),
                    Number("decoder_ffn_dim")),
                Number("encoder_attention_heads"), Number("decoder_attention_heads"));
            if (json.TryGetProperty("activation_function", out var function) && function.GetString() != "gelu")
                throw new InvalidDataException($"its activation function is {function}, and every Whisper has gelu");
            if (json.TryGetProperty("scale_embedding", out var scale) && scale.ValueKind == JsonValueKind.True)
                throw new InvalidDataException("it scales its embeddings, which no Whisper does");
            if (configuration.EncoderHeads < 1 || configuration.Sizes.Width % configuration.EncoderHeads != 0
                || configuration.DecoderHeads < 1 || configuration.Sizes.Width % configuration.DecoderHeads != 0)
                throw new InvalidDataException("its width is not a multiple of its attention heads");
            return configuration;
        }
        catch (Exception e) when (
            e is JsonException or InvalidDataException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' does not describe a Whisper model: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Checks that weights have these sizes.</summary>
    /// <exception cref="InvalidDataException">They have others.</exception>
    public void Check(ICheckpoint checkpoint)
    {
        var found = CheckpointDimensions.Of(checkpoint);
        if (found != Sizes)
            throw new InvalidDataException(
                $"'{checkpoint.Path}' does not hold the weights that '{Path}' describes: it has {found}, and should have {Sizes}.");
    }
}
