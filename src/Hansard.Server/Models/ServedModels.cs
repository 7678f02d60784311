using Hansard.Engine;
using Hansard.Server.Contract;

namespace Hansard.Server.Models;

/// <summary>The models that this server has, and the names they go by.</summary>
/// <param name="Models">The default one first.</param>
/// <param name="Aliases">Other names for the default one.</param>
internal sealed record ServedModels(IReadOnlyList<ServedModel> Models, IReadOnlyList<string> Aliases)
{
    // What the hosted service's clients ask for: stt-async-v5 when their caller names none.
    private static readonly string[] UsualAliases = ["stt-async-preview", "stt-async-v3", "stt-async-v4", "stt-async-v5"];

    /// <summary>The model of requests that name an alias.</summary>
    public ServedModel Default => Models[0];

    /// <summary>All names, the models' own first.</summary>
    public IEnumerable<string> Names => [.. Models.Select(model => model.Id), .. Aliases];

    /// <summary>What a transcriber has, under the usual names and further ones.</summary>
    /// <param name="models">The transcriber's.</param>
    /// <param name="furtherAliases">Of the configuration; a name that is a model's own stays that model's.</param>
    public static ServedModels Of(IReadOnlyList<SpeechModelAbilities> models, IEnumerable<string> furtherAliases) => new(
        [.. models.Select(ServedModel.Of)],
        [.. UsualAliases.Concat(furtherAliases).Where(alias => models.All(model => model.Name != alias)).Distinct(StringComparer.Ordinal)]);

    /// <summary>The model of this name, which may be an alias; null: there is none.</summary>
    public ServedModel? Find(string name) => Own(name) ?? (Aliases.Contains(name, StringComparer.Ordinal) ? Default : null);

    /// <summary>The model whose own name this is; null: it is an alias, or nothing.</summary>
    public ServedModel? Own(string name) => Models.FirstOrDefault(model => model.Id == name);

    /// <summary>The models and the aliases, as the API shows them.</summary>
    public IReadOnlyList<ModelResponse> ToResponses()
    {
        ModelResponse[] models = [.. Models.Select(model => model.ToResponse())];
        return [.. models, .. Aliases.Select(alias => models[0] with { Id = alias, AliasedModelId = Default.Id })];
    }
}
