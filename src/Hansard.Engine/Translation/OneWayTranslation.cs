namespace Hansard.Engine.Translation;

/// <summary>Everything that is not in the target language already is translated into it.</summary>
/// <param name="Target">ISO 639-1.</param>
public sealed record OneWayTranslation(string Target) : TranslationOptions
{
    /// <inheritdoc />
    public override IReadOnlyList<string> TargetsOf(string? language) => language is null || language == Target ? [] : [Target];

    internal override IReadOnlyList<string> Targets => [Target];

    internal override IReadOnlyList<TranslationTerm> TermsOf(LanguagePair pair) => Terms;
}
