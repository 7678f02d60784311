namespace Hansard.Engine.Translation;

/// <summary>Choice of the parts of a recording that are translated, and of their language.</summary>
public abstract record TranslationOptions
{
    private protected TranslationOptions()
    {
    }

    /// <summary>Terms with a given translation. Two ways, they hold in both directions.</summary>
    public IReadOnlyList<TranslationTerm> Terms { get; init; } = [];

    /// <summary>The language that speech in another is translated into.</summary>
    /// <param name="language">ISO 639-1, or null where it is not known.</param>
    /// <returns>Null if that speech is not translated.</returns>
    public abstract string? TargetOf(string? language);

    /// <summary>The languages that may be translated into.</summary>
    internal abstract IReadOnlyList<string> Targets { get; }

    /// <summary>The terms that hold for speech in a language, as source and target.</summary>
    internal abstract IReadOnlyList<TranslationTerm> TermsFrom(string language);
}
