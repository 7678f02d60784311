namespace Hansard.Engine.Translation;

/// <summary>Speech in either language is translated into the other; a third is left alone.</summary>
/// <param name="A">ISO 639-1. The terms' sources are most likely in this language.</param>
/// <param name="B">ISO 639-1.</param>
public sealed record TwoWayTranslation(string A, string B) : TranslationOptions
{
    /// <inheritdoc />
    public override IReadOnlyList<string> TargetsOf(string? language) => language == A ? [B] : language == B ? [A] : [];

    internal override IReadOnlyList<string> Targets => [A, B];

    // Nothing in a term says which of the two languages its source is in: most likely the first. The other reading can only match where
    // somebody speaks the other language's words.
    internal override IReadOnlyList<TranslationTerm> TermsOf(LanguagePair pair)
    {
        var reversed = Terms.Select(t => new TranslationTerm(t.Target, t.Source));
        return pair.Source == A ? [.. Terms, .. reversed] : [.. reversed, .. Terms];
    }
}
