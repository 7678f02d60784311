using Hansard.Engine.Translation;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Models;

/// <summary>What this server can recognise and translate, and the names it goes by.</summary>
/// <param name="Id">The name of the model that does the work.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Languages">Codes and English names of what it recognises.</param>
/// <param name="TranslationPairs">What can be translated: from and to.</param>
/// <param name="BasicPairs">Those of them that are translated in basic quality: understandable and no more.</param>
/// <param name="FairPairs">Those of them that are translated in fair quality: mostly grammatical, now and then with an odd word.</param>
internal sealed record ServedModels(
    string Id,
    IReadOnlyList<string> Aliases,
    IReadOnlyDictionary<string, string> Languages,
    IReadOnlySet<(string From, string To)> TranslationPairs,
    IReadOnlySet<(string From, string To)> BasicPairs,
    IReadOnlySet<(string From, string To)> FairPairs)
{
    private const string Numbered = "stt-async-v";
    private const string Preview = "stt-async-preview";

    // What the hosted service's clients ask for: stt-async-v6 when their caller names none.
    private static readonly string[] UsualAliases = [Preview, $"{Numbered}3", $"{Numbered}4", $"{Numbered}5", $"{Numbered}6"];

    /// <summary>All names, the model's own first.</summary>
    public IEnumerable<string> Names => [Id, .. Aliases];

    /// <summary>Whether a request may name this model: those that are listed, and numbers and previews that newer clients may know.</summary>
    public bool Serves(string model) => Names.Contains(model, StringComparer.Ordinal) || IsHostedName(model);

    /// <summary>Whether a name is one of the hosted service's, whatever its number: another name for the default model.</summary>
    public static bool IsHostedName(string model)
        => model.StartsWith(Preview, StringComparison.Ordinal)
            || (model.StartsWith(Numbered, StringComparison.Ordinal) && model.Length > Numbered.Length && model.AsSpan(Numbered.Length).IndexOfAnyExceptInRange('0', '9') < 0);

    /// <summary>What a transcriber does, under the usual names and further ones.</summary>
    /// <param name="abilities">The transcriber's.</param>
    /// <param name="furtherAliases">Of the configuration.</param>
    public static ServedModels Of(TranscriberAbilities abilities, IEnumerable<string> furtherAliases) => new(
        abilities.Model,
        [.. UsualAliases.Concat(furtherAliases).Where(alias => alias != abilities.Model).Distinct(StringComparer.Ordinal)],
        abilities.Languages.ToDictionary(code => code, LanguageNames.Of),
        abilities.Translations.Select(t => (t.Pair.Source, t.Pair.Target)).ToHashSet(),
        PairsOf(abilities, TranslationQuality.Basic),
        PairsOf(abilities, TranslationQuality.Fair));

    /// <summary>The languages that can be translated into this one.</summary>
    public IEnumerable<string> SourcesOf(string target)
        => TranslationPairs.Where(pair => pair.To == target).Select(pair => pair.From).Order(StringComparer.Ordinal);

    /// <summary>The languages that something can be translated into.</summary>
    public IEnumerable<string> Targets => TranslationPairs.Select(pair => pair.To).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Pairs that can be translated both ways, each once in both orders, as "en:es".</summary>
    public IEnumerable<string> TwoWayPairs => TranslationPairs
        .Where(pair => TranslationPairs.Contains((pair.To, pair.From)))
        .Select(pair => $"{pair.From}:{pair.To}")
        .Order(StringComparer.Ordinal);

    /// <summary>The model and each of its aliases, as the API shows them.</summary>
    public IReadOnlyList<ModelResponse> ToResponses()
    {
        var model = new ModelResponse
        {
            Id = Id,
            AliasedModelId = null,
            Name = Id,
            Languages = [.. Languages.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LanguageResponse(l.Key, l.Value))],
            TranslationTargets = [.. Targets.Select(t => new TranslationTargetResponse(t, [.. SourcesOf(t)], []))],
            TwoWayTranslationPairs = [.. TwoWayPairs],
            BasicTranslationPairs = Listed(BasicPairs),
            FairTranslationPairs = Listed(FairPairs),
        };
        return [model, .. Aliases.Select(alias => model with { Id = alias, AliasedModelId = Id })];
    }

    private static string[] Listed(IEnumerable<(string From, string To)> pairs)
        => [.. pairs.Select(pair => $"{pair.From}:{pair.To}").Order(StringComparer.Ordinal)];

    private static HashSet<(string From, string To)> PairsOf(TranscriberAbilities abilities, TranslationQuality quality)
        => [.. abilities.Translations.Where(t => t.Quality == quality).Select(t => (t.Pair.Source, t.Pair.Target))];
}
