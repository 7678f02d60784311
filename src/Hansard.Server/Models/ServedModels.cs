using Hansard.Engine;
using Hansard.Server.Contract;

namespace Hansard.Server.Models;

/// <summary>The models that this server has, and the names they go by.</summary>
/// <param name="Models">The default one first.</param>
/// <param name="Aliases">Other names for the default one.</param>
internal sealed record ServedModels(IReadOnlyList<ServedModel> Models, IReadOnlyList<string> Aliases)
{
    private const string Numbered = "stt-async-v";
    private const string Live = "stt-rt-";
    private const string Preview = "stt-async-preview";

    // What the hosted service's clients ask for: stt-async-v6 when their caller names none.
    private static readonly string[] UsualAliases = [Preview, $"{Numbered}3", $"{Numbered}4", $"{Numbered}5", $"{Numbered}6"];

    /// <summary>The model of requests that name an alias.</summary>
    public ServedModel Default => Models[0];

    /// <summary>All names, the models' own first.</summary>
    public IEnumerable<string> Names => [.. Models.Select(model => model.Id), .. Aliases];

    /// <summary>Indicates whether a name is one of the hosted service's, whatever its number: another name for the default model.</summary>
    public static bool IsHostedName(string model)
        => model.StartsWith(Preview, StringComparison.Ordinal)
            || (model.StartsWith(Numbered, StringComparison.Ordinal)
                && model.Length > Numbered.Length
                && model.AsSpan(Numbered.Length).IndexOfAnyExceptInRange('0', '9') < 0);

    /// <summary>Indicates whether a name is one of the hosted service's for live sessions.</summary>
    public static bool IsLiveName(string model) => model.StartsWith(Live, StringComparison.Ordinal);

    /// <summary>The models of a transcriber, under the usual names and further ones.</summary>
    /// <param name="models">The transcriber's.</param>
    /// <param name="furtherAliases">Of the configuration; a name that is a model's own stays that model's.</param>
    public static ServedModels Of(IReadOnlyList<SpeechModelAbilities> models, IEnumerable<string> furtherAliases) => new(
        [.. models.Select(ServedModel.Of)],
        [.. UsualAliases.Concat(furtherAliases).Where(alias => models.All(model => model.Name != alias)).Distinct(StringComparer.Ordinal)]);

    /// <summary>
    /// The model of this name, which may be an alias, listed or of a number that newer clients know; null: there is none.
    /// </summary>
    public ServedModel? Find(string name)
        => Own(name) ?? (Aliases.Contains(name, StringComparer.Ordinal) || IsHostedName(name) ? Default : null);

    /// <summary>The model whose own name this is; null: it is an alias, or nothing.</summary>
    public ServedModel? Own(string name) => Models.FirstOrDefault(model => model.Id == name);

    /// <summary>The models and the aliases, as the API shows them.</summary>
    /// <param name="live">Further names of the default one, of live sessions.</param>
    public IReadOnlyList<ModelResponse> ToResponses(IReadOnlyList<string> live)
    {
        ModelResponse[] models = [.. Models.Select(model => model.ToResponse())];
        return
        [
            .. models,
            .. Aliases.Select(alias => models[0] with { Id = alias, AliasedModelId = Default.Id }),
            .. live.Where(name => Find(name) is null).Select(name => models[0].ForLive(name)),
        ];
    }
}
