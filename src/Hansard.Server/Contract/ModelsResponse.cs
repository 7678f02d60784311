using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>The answer to <c>GET /v1/models</c>.</summary>
internal sealed record ModelsResponse(IReadOnlyList<ModelResponse> Models);

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

    public bool SupportsAgentTextInput { get; }

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
}

/// <summary>A language that a model recognises.</summary>
internal sealed record LanguageResponse(string Code, string Name);

/// <summary>A language that can be translated into, and from which.</summary>
internal sealed record TranslationTargetResponse(
    string TargetLanguage, IReadOnlyList<string> SourceLanguages, IReadOnlyList<string> ExcludeSourceLanguages);
