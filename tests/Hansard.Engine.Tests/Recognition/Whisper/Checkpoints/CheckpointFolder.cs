using System.Text.Json.Nodes;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>A folder with a model in a form that is not the repository's, deleted in the end.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    public CheckpointFolder() => Path = Directory.CreateTempSubdirectory("hansard-checkpoint-").FullName;

    public string Path { get; }

    /// <summary>A path in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A model of the repository as Hugging Face has it.</summary>
    public static CheckpointFolder Safetensors(string model, string type, int shards = 1)
    {
        var folder = new CheckpointFolder();
        folder.CopyConfiguration(System.IO.Path.Combine(Fixtures.Models, model));
        using var weights = new TrainedWeights(model);
        folder.WriteSafetensors(weights, weights.Names, type, shards);
        return folder;
    }

    /// <summary>A model of the repository as faster-whisper has it.</summary>
    public static CheckpointFolder CTranslate2(string model, string quantisation)
    {
        var folder = new CheckpointFolder();
        var source = System.IO.Path.Combine(Fixtures.Models, model);
        File.Copy(System.IO.Path.Combine(source, "tokenizer.json"), folder["tokenizer.json"]);
        var configuration = WhisperConfiguration.Load(source);
        File.WriteAllText(folder["config.json"], new JsonObject
        {
            ["alignment_heads"] = new JsonArray([.. configuration.AlignmentHeads.Select(h => new JsonArray(h.Layer, h.Head))]),
            ["lang_ids"] = new JsonArray([.. configuration.Languages.Values.Select(id => (JsonNode)id)]),
            ["suppress_ids"] = new JsonArray([.. configuration.Suppressed.Select(id => (JsonNode)id)]),
            ["suppress_ids_begin"] = new JsonArray([.. configuration.SuppressedAtBegin.Select(id => (JsonNode)id)]),
        }.ToJsonString());
        using var weights = new TrainedWeights(model);
        CTranslate2Writer.Write(folder["model.bin"], weights, configuration.DecoderHeads, quantisation);
        return folder;
    }

    /// <summary>Random weights as Hugging Face has them.</summary>
    public static CheckpointFolder Random(RandomWeights weights)
    {
        var folder = new CheckpointFolder();
        folder.CopyConfiguration(Fixtures.PathOf("models", "whisper-random"));
        folder.Change("config.json", c =>
        {
            (c["d_model"], c["encoder_attention_heads"], c["decoder_attention_heads"]) = (weights.Width, weights.Heads, weights.Heads);
            (c["encoder_ffn_dim"], c["decoder_ffn_dim"]) = (weights.Inner, weights.Inner);
            (c["encoder_layers"], c["decoder_layers"]) = (weights.EncoderLayers, weights.DecoderLayers);
            (c["num_mel_bins"], c["vocab_size"]) = (weights.MelBands, weights.Vocabulary);
        });
        folder.WriteSafetensors(weights, weights.Names, "F16");
        return folder;
    }

    /// <summary>Changes a JSON file.</summary>
    public void Change(string name, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(this[name]))!.AsObject();
        change(json);
        File.WriteAllText(this[name], json.ToJsonString());
    }

    public void CopyConfiguration(string from)
    {
        foreach (var name in new[] { "config.json", "generation_config.json", "tokenizer.json", "preprocessor_config.json" })
            File.Copy(System.IO.Path.Combine(from, name), this[name]);
    }

    public void WriteSafetensors(ICheckpoint weights, IReadOnlyList<string> names, string type, int shards = 1)
    {
        if (shards == 1)
        {
            SafetensorsWriter.Write(this["model.safetensors"], weights, names, type);
            return;
        }
        var map = new JsonObject();
        for (var i = 0; i < shards; i++)
        {
            var file = $"model-{i + 1:D5}-of-{shards:D5}.safetensors";
            string[] part = [.. names.Where((_, index) => index % shards == i)];
            SafetensorsWriter.Write(this[file], weights, part, type);
            foreach (var name in part) map[name] = file;
        }
        File.WriteAllText(this["model.safetensors.index.json"], new JsonObject { ["weight_map"] = map }.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
