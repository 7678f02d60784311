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

    private IEnumerable<InstalledModel> OthersOf(ModelStore store, EngineResources resources, Func<string, bool> isKnown)
    {
        foreach (var entry in store.Catalogue.Models.Where(entry => entry.Kind is ModelKind.Speech && !isKnown(entry.Name)))
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
        => new(resources.Describe(model), model.Entry?.Name ?? model.Folder);

    [LoggerMessage(135, LogLevel.Warning, "The model {Model} is not served: {Reason}")]
    private partial void LogNotServed(string model, string reason);
}

/// <summary>A speech model that is installed.</summary>
/// <param name="Abilities">The model's abilities.</param>
/// <param name="Source">The name that the engine loads it by: that in the catalogue, or its folder.</param>
internal sealed record InstalledModel(SpeechModelAbilities Abilities, string Source);
