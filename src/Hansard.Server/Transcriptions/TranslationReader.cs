using System.Text.Json;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Translation;
using Hansard.Server.Contract;
using Hansard.Server.Jobs;
using Hansard.Server.Models;

namespace Hansard.Server.Transcriptions;

/// <summary>Checks the field translation.</summary>
internal static class TranslationReader
{
    private const string Name = "translation";
    private const string OneWay = "one_way";
    private const string TwoWay = "two_way";

    /// <param name="body">The whole request.</param>
    /// <param name="root">The location of that.</param>
    /// <param name="errors">Added to.</param>
    /// <param name="model">The chosen one.</param>
    /// <param name="spoken">The only languages that can be recognised; null: any.</param>
    /// <returns>Null when absent or wrong.</returns>
    public static TranslationRequest? Read(
        FieldReader body, string root, ValidationErrors errors, ServedModel model, IReadOnlyList<string>? spoken)
    {
        if (body.Value(Name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            body.Fault("invalid_type", Name, $"'{Name}' must be an object.");
            return null;
        }

        var fields = new FieldReader(value, $"{root}.{Name}", errors);
        switch (fields.RequiredText("type", TranscriptionBody.MaximumShort))
        {
            case OneWay:
                var target = Language(fields, "target_language");
                if (target is null) return null;
                if (!model.SourcesOf(target).Any())
                    fields.Fault(
                        "invalid_value", "target_language",
                        $"This server has no model that translates into '{target}'; it has: {Pairs(model)}.");
                else if (spoken is not null
                    && !spoken.Select(HintedLanguage.Of).Any(code => code == target || model.SourcesOf(target).Contains(code)))
                    fields.Fault(
                        "invalid_value", "target_language",
                        $"This server has no model that translates {string.Join(" or ", spoken)} into '{target}'; it has: {Pairs(model)}.");
                return new TranslationRequest { Type = OneWay, TargetLanguage = target };
            case TwoWay:
                var a = Language(fields, "language_a");
                var b = Language(fields, "language_b");
                if (a is null || b is null) return null;
                if (a == b)
                    fields.Fault("invalid_value", "language_b", $"'language_a' and 'language_b' are both '{a}': give two languages.");
                else if (!Both(a, b).All(model.TranslationPairs.Contains))
                    fields.Fault(
                        "invalid_value", "language_b",
                        $"This server has no models that translate between '{a}' and '{b}'; it has: {Pairs(model)}.");
                return new TranslationRequest { Type = TwoWay, LanguageA = a, LanguageB = b };
            case { } other:
                fields.Fault("invalid_value", "type", $"'{Name}.type' must be {OneWay} or {TwoWay}, not '{other}'.");
                return null;
            default:
                return null;
        }
    }

    private static LanguagePair[] Both(string a, string b) => [new LanguagePair(a, b), new LanguagePair(b, a)];

    private static string? Language(FieldReader fields, string name)
    {
        if (fields.RequiredText(name, TranscriptionBody.MaximumCode) is not { } code) return null;
        var known = LanguageCodes.Canonical(code);
        if (known is null) fields.Fault("invalid_value", name, $"'{code}' is not a language code of ISO 639.");
        return known;
    }

    private static string Pairs(ServedModel model) => LanguagePairs.Describe(model.TranslationPairs);
}
