using System.ComponentModel;
using Hansard.Server.Models;

namespace Hansard.Server.Contract;

/// <summary>A model, or another name for one.</summary>
internal sealed record ModelResponse
{
    public required string Id { get; init; }

    [Description("The model that this is another name for; null for the model itself.")]
    public required string? AliasedModelId { get; init; }

    public required string Name { get; init; }

    public int ContextVersion { get; } = 2;

    [Description("Always async.")]
    public string TranscriptionMode { get; } = "async";

    public required IReadOnlyList<LanguageResponse> Languages { get; init; }

    public bool SupportsLanguageHintsStrict { get; } = true;

    public bool SupportsMaxEndpointDelay { get; }

    public bool SupportsEndpointSensitivity { get; }

    public bool SupportsEndpointLatencyAdjustment { get; }

    public int EndpointLatencyAdjustmentMaxLevel { get; }

    public required IReadOnlyList<TranslationTargetResponse> TranslationTargets { get; init; }

    [Description("Pairs for two-way translation, such as en:pt.")]
    public required IReadOnlyList<string> TwoWayTranslationPairs { get; init; }

    [Description("all_languages when any language can be a target; null: see translation_targets.")]
    public string? OneWayTranslation { get; }

    [Description("all_languages when any pair is possible; null: see two_way_translation_pairs.")]
    public string? TwoWayTranslation { get; }

    [Description("Pairs that are translated by rules between distant languages or by the speech model itself, one way, such as de:en: understandable, often not grammatical. Not in the hosted service's API.")]
    public required IReadOnlyList<string> BasicTranslationPairs { get; init; }

    [Description("Pairs that are translated by rules between related languages, alone or after a neural model, one way, such as en:es: mostly grammatical, now and then with an odd word. Not in the hosted service's API.")]
    public required IReadOnlyList<string> FairTranslationPairs { get; init; }

    /// <summary>The model and each of its aliases.</summary>
    public static IReadOnlyList<ModelResponse> ListOf(ServedModels served)
    {
        var model = new ModelResponse
        {
            Id = served.Id,
            AliasedModelId = null,
            Name = served.Id,
            Languages = [.. served.Languages.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LanguageResponse(l.Key, l.Value))],
            TranslationTargets = [.. served.Targets.Select(t => new TranslationTargetResponse(t, [.. served.SourcesOf(t)], []))],
            TwoWayTranslationPairs = [.. served.TwoWayPairs],
            BasicTranslationPairs = Listed(served.BasicPairs),
            FairTranslationPairs = Listed(served.FairPairs),
        };
        return [model, .. served.Aliases.Select(alias => model with { Id = alias, AliasedModelId = served.Id })];
    }

    private static string[] Listed(IEnumerable<(string From, string To)> pairs) => [.. pairs.Select(p => $"{p.From}:{p.To}").Order(StringComparer.Ordinal)];
}
