using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hansard.Server.Contract;

/// <summary>The answer to <c>GET /v1/models</c>.</summary>
internal sealed record ModelsResponse(
    [property: Description("Each model, followed by its other names.")] IReadOnlyList<ModelResponse> Models)
{
    [Description("Always list; where OpenAI's audio API is served."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Object => Data is null ? null : "list";

    [Description("The models as OpenAI's API lists them, under its names too; where that is served.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelObjectResponse>? Data { get; init; }
}

/// <summary>A model, or another name for one.</summary>
internal sealed record ModelResponse
{
    /// <summary>Mode of models for recordings.</summary>
    public const string Async = "async";

    /// <summary>Mode of models for live sessions.</summary>
    public const string RealTime = "real_time";

    /// <summary>The largest endpoint_latency_adjustment_level of live sessions.</summary>
    public const int MaximumLatencyLevel = 3;

    [Description("For model in a request.")]
    public required string Id { get; init; }

    [Description("The model that this is another name for; null for the model itself.")]
    public required string? AliasedModelId { get; init; }

    [Description("For people.")]
    public required string Name { get; init; }

    [Description("The form of context: 2.")]
    public int ContextVersion { get; } = 2;

    [Description("async: for recordings. real_time: for live sessions.")]
    public string TranscriptionMode { get; init; } = Async;

    [Description("All that it recognises.")]
    public required IReadOnlyList<LanguageResponse> Languages { get; init; }

    [Description("Always true.")]
    public bool SupportsLanguageHintsStrict { get; } = true;

    [Description("true of real_time.")]
    public bool SupportsMaxEndpointDelay { get; init; }

    [Description("true of real_time.")]
    public bool SupportsEndpointSensitivity { get; init; }

    [Description("true of real_time.")]
    public bool SupportsEndpointLatencyAdjustment { get; init; }

    [Description("3 of real_time, else 0.")]
    public int EndpointLatencyAdjustmentMaxLevel { get; init; }

    [Description("Always false.")]
    public bool SupportsAgentTextInput { get; }

    [Description("Languages that can be translated into.")]
    public required IReadOnlyList<TranslationTargetResponse> TranslationTargets { get; init; }

    [Description("Pairs for two-way translation, such as en:pt.")]
    public required IReadOnlyList<string> TwoWayTranslationPairs { get; init; }

    [Description("all_languages when any language can be a target; null: see translation_targets.")]
    public string? OneWayTranslation { get; }

    [Description("all_languages when any pair is possible; null: see two_way_translation_pairs.")]
    public string? TwoWayTranslation { get; }

    [Description(
        "Pairs that are translated by rules between distant languages or by the speech model itself, one way, such as de:en: "
        + "understandable, often not grammatical. Not in the hosted service's API.")]
    public required IReadOnlyList<string> BasicTranslationPairs { get; init; }

    [Description(
        "Pairs that are translated by rules between related languages, alone or after a neural model, one way, such as en:es: mostly "
        + "grammatical, now and then with an odd word. Not in the hosted service's API.")]
    public required IReadOnlyList<string> FairTranslationPairs { get; init; }

    /// <summary>The model under a name of live sessions.</summary>
    public ModelResponse ForLive(string name) => this with
    {
        Id = name,
        AliasedModelId = Id,
        TranscriptionMode = RealTime,
        SupportsMaxEndpointDelay = true,
        SupportsEndpointSensitivity = true,
        SupportsEndpointLatencyAdjustment = true,
        EndpointLatencyAdjustmentMaxLevel = MaximumLatencyLevel,
    };
}

/// <summary>A language that a model recognises.</summary>
internal sealed record LanguageResponse(
    [property: Description("ISO 639-1, or 639-3 where there is none.")] string Code,
    [property: Description("In English.")] string Name);

/// <summary>A language that can be translated into, and from which.</summary>
internal sealed record TranslationTargetResponse(
    [property: Description("Its code.")] string TargetLanguage,
    [property: Description("Codes of those that can be translated into it.")] IReadOnlyList<string> SourceLanguages,
    [property: Description("Always empty.")] IReadOnlyList<string> ExcludeSourceLanguages);
