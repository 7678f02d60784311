using Hansard.Engine;
using Hansard.Engine.Translation;
using Hansard.Server.Contract;

namespace Hansard.Server.Models;

/// <summary>Languages that one of the served models recognises and translates.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Languages">Codes and English names of the languages that it recognises.</param>
/// <param name="TranslationPairs">Pairs of languages that can be translated.</param>
/// <param name="BasicPairs">Pairs that are translated in basic quality: understandable and no more.</param>
/// <param name="FairPairs">Pairs that are translated in fair quality: mostly grammatical, now and then with an odd word.</param>
internal sealed record ServedModel(
    string Id,
    IReadOnlyDictionary<string, string> Languages,
    IReadOnlySet<LanguagePair> TranslationPairs,
    IReadOnlySet<LanguagePair> BasicPairs,
    IReadOnlySet<LanguagePair> FairPairs)
{
    /// <summary>A model of a transcriber.</summary>
    public static ServedModel Of(SpeechModelAbilities abilities) => new(
        abilities.Name,
        abilities.Languages.ToDictionary(code => code, LanguageNames.Of),
        PairsOf(abilities, _ => true),
        PairsOf(abilities, quality => quality is TranslationQuality.Basic),
        PairsOf(abilities, quality => quality is TranslationQuality.Fair));

    /// <summary>The languages that can be translated into this one.</summary>
    public IEnumerable<string> SourcesOf(string target)
        => TranslationPairs.Where(pair => pair.Target == target).Select(pair => pair.Source).Order(StringComparer.Ordinal);

    /// <summary>The languages that something can be translated into.</summary>
    public IEnumerable<string> Targets => TranslationPairs.Select(pair => pair.Target).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Pairs that can be translated both ways, each once in both orders, as "en:es".</summary>
    public IEnumerable<string> TwoWayPairs
        => Listed(TranslationPairs.Where(pair => TranslationPairs.Contains(new LanguagePair(pair.Target, pair.Source))));

    /// <summary>The model as the API shows it.</summary>
    public ModelResponse ToResponse() => new()
    {
        Id = Id,
        AliasedModelId = null,
        Name = Id,
        Languages = [.. Languages.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LanguageResponse(l.Key, l.Value))],
        TranslationTargets = [.. Targets.Select(t => new TranslationTargetResponse(t, [.. SourcesOf(t)], []))],
        TwoWayTranslationPairs = [.. TwoWayPairs],
        BasicTranslationPairs = [.. Listed(BasicPairs)],
        FairTranslationPairs = [.. Listed(FairPairs)],
    };

    private static IEnumerable<string> Listed(IEnumerable<LanguagePair> pairs)
        => pairs.Select(pair => $"{pair.Source}:{pair.Target}").Order(StringComparer.Ordinal);

    // What is never recognised is never translated, whatever the translators of text could do.
    private static HashSet<LanguagePair> PairsOf(SpeechModelAbilities abilities, Func<TranslationQuality, bool> isWanted)
    {
        var spoken = abilities.Languages.ToHashSet(StringComparer.Ordinal);
        return [.. abilities.Translations.Where(t => isWanted(t.Quality) && spoken.Contains(t.Pair.Source)).Select(t => t.Pair)];
    }
}
