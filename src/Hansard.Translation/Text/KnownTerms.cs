namespace Hansard.Translation.Text;

/// <summary>Terms that a way over a third language gets wrong, which hold unless the caller has others for the same words.</summary>
internal static class KnownTerms
{
    private static readonly TranslationTerm[] EnglishToSpanish = [new("Your Honor", "Su Señoría"), new("Your Honour", "Su Señoría")];

    private static readonly TranslationTerm[] SpanishToEnglish = [new("Su Señoría", "Your Honor"), new("señoría", "Your Honor")];

    /// <summary>The terms of a pair; none for most.</summary>
    public static IReadOnlyList<TranslationTerm> Of(LanguagePair pair) => (pair.Source, pair.Target) switch
    {
        ("en", "es") => EnglishToSpanish,
        ("es", "en") => SpanishToEnglish,
        _ => [],
    };
}
