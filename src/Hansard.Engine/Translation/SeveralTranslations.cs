namespace Hansard.Engine.Translation;

/// <summary>
/// Speech is translated into several languages, each sentence into all that it is not in. A recording is recognised once for all of them.
/// </summary>
/// <remarks><see cref="TranslatedInto.Select"/> gives the transcript with one of them.</remarks>
/// <param name="Translations">One for each language, each with its own terms.</param>
public sealed record SeveralTranslations(IReadOnlyList<OneWayTranslation> Translations) : TranslationOptions
{
    /// <inheritdoc />
    public override IReadOnlyList<string> TargetsOf(string? language)
        => [.. Translations.SelectMany(translation => translation.TargetsOf(language)).Distinct()];

    internal override IReadOnlyList<string> Targets => [.. Translations.Select(translation => translation.Target)];

    internal override IReadOnlyList<TranslationTerm> TermsOf(LanguagePair pair)
        => Translations.FirstOrDefault(translation => translation.Target == pair.Target)?.Terms ?? [];
}
