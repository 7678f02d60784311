using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Models;

/// <summary>Finds the speech models that this server is to serve, and what they can do, without loading them.</summary>
internal sealed partial class InstalledModels(HansardServerOptions options, ILogger<InstalledModels> logger)
{
    /// <summary>
    /// The default model, then those of <see cref="HansardServerOptions.ServedModels"/> in their order, or all of the catalogue that are
    /// complete and of a family that is known.
    /// </summary>
    /// <exception cref="FileNotFoundException">One that the configuration names is not there, or not complete.</exception>
    /// <exception cref="InvalidDataException">One that the configuration names cannot be used, or two of them have one name.</exception>
    public IReadOnlyList<InstalledModel> Find(EngineResources resources)
    {
        var store = ModelStore.Open(resources.Options.ModelsDirectory);
        var models = new OrderedDictionary<string, ResolvedModel>(StringComparer.Ordinal);
        Add(store.Locate(resources.Options.Model, ModelKind.Speech));
        foreach (var named in options.ServedModels) Add(Requestable(store.Locate(named, ModelKind.Speech)));
        var servable = models.Values.Select(model => Describe(resources, model)).ToList();
        if (options.ServedModels.Count == 0) servable.AddRange(OthersOf(store, resources, models.ContainsKey));
        return servable;

        void Add(ResolvedModel model)
        {
            if (!models.TryAdd(model.Name, model) && models[model.Name].Folder != model.Folder)
                throw new InvalidDataException(
                    $"Two of the models to serve are called '{model.Name}', '{models[model.Name].Folder}' and '{model.Folder}': "
                    + "rename a folder, or leave one out of ServedModels.");
        }
    }

    /// <summary>Tells whether this server takes jobs of a model: where others share its database, only if it has the memory.</summary>
    public bool IsOffered(InstalledModel model) => options.Database is null || model.Needs <= options.MemoryBytes;

    /// <summary>Says which models are left to others.</summary>
    public void TellTooLarge(IEnumerable<InstalledModel> models)
    {
        foreach (var model in models.Where(model => !IsOffered(model)))
            LogTooLarge(model.Abilities.Name, model.Needs / 1_000_000, options.MemoryBytes / 1_000_000);
    }

    private IEnumerable<InstalledModel> OthersOf(ModelStore store, EngineResources resources, Func<string, bool> isKnown)
    {
        foreach (var entry in store.Models.Where(entry => entry.Kind is ModelKind.Speech && !isKnown(entry.Name)))
        {
            if (!Directory.Exists(store.FolderOf(entry))) continue;
            InstalledModel model;
            try
            {
                model = Describe(resources, Requestable(store.Locate(entry.Name, ModelKind.Speech)));
            }
            catch (Exception exception)
            {
                // Whatever is wrong with a model that nobody has named must not keep the others from being served.
                LogNotServed(entry.Name, exception.Message);
                continue;
            }

            yield return model;
        }
    }

    // The default model has aliases; another goes by its own name alone.
    private static ResolvedModel Requestable(ResolvedModel model) => model.Name.Length <= TranscriptionBody.MaximumModel
        ? model
        : throw new InvalidDataException(
            $"The name '{model.Name}' has more than the {TranscriptionBody.MaximumModel} characters that a request's model may have: "
            + "give the model a shorter one.");

    private static InstalledModel Describe(EngineResources resources, ResolvedModel model)
        => new(
            resources.Describe(model), model.Entry?.Name ?? model.Folder,
            LoadedSize.Of(model.Folder) + SizeOfRescorer(resources, model));

    // Loaded beside it.
    private static long SizeOfRescorer(EngineResources resources, ResolvedModel model)
    {
        if (!resources.Options.SecondOpinion || model.Entry?.Rescorer is not { } name) return 0;
        var folder = resources.Models.FolderOf(resources.Models.Catalogue.Find(name)!);
        return Directory.Exists(folder) ? LoadedSize.Of(folder) : 0;
    }

    [LoggerMessage(135, LogLevel.Warning, "The model {Model} is not served: {Reason}")]
    private partial void LogNotServed(string model, string reason);

    [LoggerMessage(
        443, LogLevel.Warning,
        "The model {Model} needs some {Needed} MB, of which there are {Available} here (Memory): its recordings are left to other nodes")]
    private partial void LogTooLarge(string model, long needed, long available);
}

/// <summary>A speech model that is installed.</summary>
/// <param name="Abilities">The model's abilities.</param>
/// <param name="Source">The name that the engine loads it by: that in the catalogue, or its folder.</param>
/// <param name="Size">Bytes of its files that are loaded, and of those of the rescorer beside it.</param>
internal sealed record InstalledModel(SpeechModelAbilities Abilities, string Source, long Size)
{
    // The rest of the engine, a recording at work included: see docs/benchmarks.md.
    private const long Rest = 400_000_000;

    /// <summary>Bytes of memory that a server needs that works with it: its files, as much again to compute, and the rest.</summary>
    public long Needs => (2 * Size) + Rest;
}
