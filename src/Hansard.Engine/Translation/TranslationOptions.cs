namespace Hansard.Engine.Translation;

/// <summary>Choice of the parts of a recording that are translated, and of their language.</summary>
public abstract record TranslationOptions
{
    private protected TranslationOptions()
    {
    }

    /// <summary>Terms with a given translation. Two ways, they hold in both directions.</summary>
    public IReadOnlyList<TranslationTerm> Terms { get; init; } = [];

    /// <summary>The languages that speech in another is translated into.</summary>
    /// <param name="language">ISO 639-1, or null where it is not known.</param>
    /// <returns>None if that speech is not translated.</returns>
    public abstract IReadOnlyList<string> TargetsOf(string? language);

    /// <summary>The languages that may be translated into.</summary>
    internal abstract IReadOnlyList<string> Targets { get; }

    /// <summary>The terms that hold from one language into another, as source and target.</summary>
    internal abstract IReadOnlyList<TranslationTerm> TermsOf(LanguagePair pair);
}
