using System.Text.Json;
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Administration;

/// <summary>Lists the models of the catalogue, with what is here of them.</summary>
/// <param name="engine">Knows the models folder.</param>
/// <param name="transcriber">Serves the speech models.</param>
internal sealed class CatalogueModels(EngineOptions engine, ITranscriber transcriber)
{
    /// <summary>The models, and then those that the configuration names by their folders.</summary>
    public IReadOnlyList<CatalogueModelResponse> List()
    {
        var store = ModelStore.Open(engine.ModelsDirectory);
        var served = transcriber.Models.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        var loaded = transcriber.LoadedModels.ToHashSet(StringComparer.Ordinal);
        var known = store.Models.Select(model => Entry(store, model, served, loaded)).ToList();
        var others = served.Where(name => store.Find(name) is null);
        return [.. known, .. others.Select(name => Unknown(name, loaded.Contains(name)))];
    }

    /// <summary>Bytes of all models of the catalogue that are here.</summary>
    public long Bytes()
    {
        var store = ModelStore.Open(engine.ModelsDirectory);
        return store.Models.SelectMany(model => FilesOf(store, model)).Where(file => file.Exists).Sum(file => file.Length);
    }

    private static IEnumerable<FileInfo> FilesOf(ModelStore store, ModelEntry model)
    {
        var folder = store.FolderOf(model);
        return model.Files.Select(file => new FileInfo(Path.Combine(folder, file.Path)));
    }

    private static CatalogueModelResponse Entry(ModelStore store, ModelEntry model, HashSet<string> served, HashSet<string> loaded)
    {
        var files = FilesOf(store, model).ToList();
        var present = files.Count(file => file.Exists);
        var isComplete = present == files.Count;
        var isKnown = model.Files.All(file => file.Size is not null);
        var isSpeech = model.Kind is ModelKind.Speech;
        return new CatalogueModelResponse
        {
            Name = model.Name,
            Kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(model.Kind.ToString()),
            Family = isSpeech ? model.Family ?? "whisper" : null,
            Description = model.Description,
            Licence = model.Licence,
            State = isComplete ? "installed" : present > 0 ? "partial" : "absent",
            Bytes = isComplete ? files.Sum(file => file.Length) : isKnown ? model.Files.Sum(file => file.Size) : null,
            CanBePulled = model.Download is not null,
            Served = isSpeech ? served.Contains(model.Name) : null,
            Loaded = isSpeech ? loaded.Contains(model.Name) : null,
            Default = model.Default,
            Untested = model.Untested,
        };
    }

    private static CatalogueModelResponse Unknown(string name, bool isLoaded) => new()
    {
        Name = name,
        Kind = "speech",
        Family = null,
        Description = "",
        Licence = "",
        State = "installed",
        Bytes = null,
        CanBePulled = false,
        Served = true,
        Loaded = isLoaded,
        Default = false,
        Untested = false,
    };
}
