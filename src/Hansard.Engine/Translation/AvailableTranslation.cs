namespace Hansard.Engine.Translation;

/// <summary>A pair of languages that can be translated.</summary>
/// <param name="Pair">The languages.</param>
/// <param name="Name">What translates it; two names joined by + where the way goes over English.</param>
/// <param name="Quality">Quality of its translations.</param>
public sealed record AvailableTranslation(LanguagePair Pair, string Name, TranslationQuality Quality);
