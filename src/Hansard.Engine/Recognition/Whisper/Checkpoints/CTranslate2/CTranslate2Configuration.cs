using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints.CTranslate2;

/// <summary>CTranslate2's config.json in the words of Hugging Face: the sizes, which it does not have, are those of the weights.</summary>
internal static class CTranslate2Configuration
{
    /// <summary>Translates a configuration.</summary>
    /// <param name="config">CTranslate2's (python/ctranslate2/specs/whisper_spec.py, WhisperConfig).</param>
    /// <param name="checkpoint">The weights.</param>
    public static TranslatedConfiguration Translate(JsonElement config, CTranslate2Checkpoint checkpoint)
    {
        var sizes = CheckpointDimensions.Of(checkpoint);
        var heads = checkpoint.DecoderHeads;
        var translated = new JsonObject
        {
            ["d_model"] = sizes.Width,
            ["num_mel_bins"] = sizes.MelBands,
            ["vocab_size"] = sizes.Vocabulary,
            ["decoder_layers"] = sizes.DecoderLayers,
            ["decoder_attention_heads"] = heads,
            ["max_target_positions"] = sizes.TextPositions,
        };
        var generation = new JsonObject();
        Copy(config, "suppress_ids", generation, "suppress_tokens");
        Copy(config, "suppress_ids_begin", generation, "begin_suppress_tokens");
        if (config.TryGetProperty("alignment_heads", out var pairs) && pairs.ValueKind is JsonValueKind.Array
            && !IsStandIn(pairs, sizes.DecoderLayers, heads))
            generation["alignment_heads"] = JsonNode.Parse(pairs.GetRawText());
        return new TranslatedConfiguration(translated, generation);
    }

    // The converter's, for models that it does not know: every head of the upper half of the layers (WhisperLoader.set_config).
    private static bool IsStandIn(JsonElement pairs, int layers, int heads)
        => pairs.EnumerateArray().Select(p => (Layer: p[0].GetInt32(), Head: p[1].GetInt32())).ToHashSet().SetEquals(
            from layer in Enumerable.Range(layers / 2, layers - (layers / 2))
            from head in Enumerable.Range(0, heads)
            select (layer, head));

    private static void Copy(JsonElement from, string name, JsonObject to, string newName)
    {
        if (from.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array)
            to[newName] = JsonNode.Parse(value.GetRawText());
    }
}
