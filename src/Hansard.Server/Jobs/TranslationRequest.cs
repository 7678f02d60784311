using System.Text.Json;
using Hansard.Engine.Translation;

namespace Hansard.Server.Jobs;

/// <summary>A translation that is wanted: of everything into <see cref="TargetLanguage"/>, or between two languages.</summary>
internal sealed record TranslationRequest
{
    /// <summary>Member of a translation term that says which of several translations it is for.</summary>
    public const string TermLanguage = "language";

    /// <summary>one_way or two_way.</summary>
    public required string Type { get; init; }

    /// <summary>With one_way.</summary>
    public string? TargetLanguage { get; init; }

    /// <summary>Further languages that a watched folder wants, with one_way; null: none. The API has no field for them.</summary>
    public IReadOnlyList<string>? OtherTargets { get; init; }

    /// <summary>With two_way.</summary>
    public string? LanguageA { get; init; }

    /// <summary>With two_way.</summary>
    public string? LanguageB { get; init; }

    /// <summary>The engine's form of it.</summary>
    /// <param name="context">The request's context, whose <c>translation_terms</c> are taken along; blank ones are left out.</param>
    public TranslationOptions ToOptions(JsonElement? context)
    {
        if (TargetLanguage is null) return new TwoWayTranslation(LanguageA!, LanguageB!) { Terms = Terms(context, null) };
        if (OtherTargets is not { Count: > 0 } others) return new OneWayTranslation(TargetLanguage) { Terms = Terms(context, null) };
        return new SeveralTranslations(
            [.. others.Prepend(TargetLanguage).Select(target => new OneWayTranslation(target) { Terms = Terms(context, target) })]);
    }

    // Of several translations, a term says by its member language which one it is for.
    private static IReadOnlyList<TranslationTerm> Terms(JsonElement? context, string? target)
    {
        if (context is not { ValueKind: JsonValueKind.Object } fields
            || !fields.TryGetProperty("translation_terms", out var list)
            || list.ValueKind is not JsonValueKind.Array)
            return [];
        return [.. list.EnumerateArray().Where(t => t.ValueKind is JsonValueKind.Object)
            .Where(t => target is null || Text(t, TermLanguage) == target)
            .Select(t => new TranslationTerm(Text(t, "source"), Text(t, "target"))).Where(t => t.Source.Length > 0 && t.Target.Length > 0)];
    }

    private static string Text(JsonElement term, string name)
        => term.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()!.Trim() : "";
}
