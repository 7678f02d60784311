using Hansard.Engine.Recognition.Whisper.Checkpoints;

namespace Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

/// <summary>A folder with a model of the repository in another form, deleted in the end.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    public CheckpointFolder() => Path = Directory.CreateTempSubdirectory("hansard-checkpoint-").FullName;

    public string Path { get; }

    /// <summary>A path in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The JSON files of a model, and its weights in one or more files.</summary>
    public static CheckpointFolder Safetensors(string model, string type, int shards = 1)
    {
        var folder = new CheckpointFolder();
        folder.CopyConfiguration(model);
        using var weights = new TrainedWeights(model);
        folder.WriteSafetensors(weights, weights.Names, type, shards);
        return folder;
    }

    public void CopyConfiguration(string model)
    {
        foreach (var name in new[] { "config.json", "generation_config.json", "tokenizer.json", "preprocessor_config.json" })
            File.Copy(System.IO.Path.Combine(Fixtures.Models, model, name), this[name]);
    }

    public void WriteSafetensors(ICheckpoint weights, IReadOnlyList<string> names, string type, int shards = 1)
    {
        if (shards == 1)
        {
            SafetensorsWriter.Write(this["model.safetensors"], weights, names, type);
            return;
        }
        var map = new System.Text.Json.Nodes.JsonObject();
        for (var i = 0; i < shards; i++)
        {
            var file = $"model-{i + 1:D5}-of-{shards:D5}.safetensors";
            string[] part = [.. names.Where((_, index) => index % shards == i)];
            SafetensorsWriter.Write(this[file], weights, part, type);
            foreach (var name in part) map[name] = file;
        }
        File.WriteAllText(
            this["model.safetensors.index.json"], new System.Text.Json.Nodes.JsonObject { ["weight_map"] = map }.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
