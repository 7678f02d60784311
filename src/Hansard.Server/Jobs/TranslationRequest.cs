using System.Text.Json;
using Hansard.Engine.Translation;

namespace Hansard.Server.Jobs;

/// <summary>A translation that is wanted: of everything into <see cref="TargetLanguage"/>, or between two languages.</summary>
internal sealed record TranslationRequest
{
    /// <summary>one_way or two_way.</summary>
    public required string Type { get; init; }

    /// <summary>With one_way.</summary>
    public string? TargetLanguage { get; init; }

    /// <summary>With two_way.</summary>
    public string? LanguageA { get; init; }

    /// <summary>With two_way.</summary>
    public string? LanguageB { get; init; }

    /// <summary>The engine's form of it.</summary>
    /// <param name="context">The request's context, whose <c>translation_terms</c> are taken along; blank ones are left out.</param>
    public TranslationOptions ToOptions(JsonElement? context)
    {
        var terms = Terms(context);
        return TargetLanguage is { } target
            ? new OneWayTranslation(target) { Terms = terms }
            : new TwoWayTranslation(LanguageA!, LanguageB!) { Terms = terms };
    }

    private static IReadOnlyList<TranslationTerm> Terms(JsonElement? context)
    {
        if (context is not { ValueKind: JsonValueKind.Object } fields
            || !fields.TryGetProperty("translation_terms", out var list)
            || list.ValueKind is not JsonValueKind.Array)
            return [];
        return [.. list.EnumerateArray().Where(t => t.ValueKind is JsonValueKind.Object)
            .Select(t => new TranslationTerm(Text(t, "source"), Text(t, "target"))).Where(t => t.Source.Length > 0 && t.Target.Length > 0)];
    }

    private static string Text(JsonElement term, string name)
        => term.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()!.Trim() : "";
}
