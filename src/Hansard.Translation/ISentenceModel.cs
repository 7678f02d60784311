namespace Hansard.Translation;

/// <summary>
/// Translates plain sentences, with whatever faults it has: a neural model, a rule-based program, a remote service.
/// <see cref="SentenceTranslator"/> makes a translator of it. Thread-safe.
/// </summary>
internal interface ISentenceModel
{
    /// <inheritdoc cref="ITranslator.Name" />
    string Name { get; }

    /// <inheritdoc cref="ITranslator.Pair" />
    LanguagePair Pair { get; }

    /// <inheritdoc cref="ITranslator.Quality" />
    TranslationQuality Quality { get; }

    /// <summary>Terms that the model gets wrong, which hold unless the caller has others for the same words.</summary>
    IReadOnlyList<TranslationTerm> KnownTerms => [];

    /// <summary>Determines whether the model knows every character of a text, and so can copy it.</summary>
    bool CanRead(string text);

    /// <summary>Determines whether a sentence is short enough to be translated in one piece.</summary>
    bool Fits(string sentence);

    /// <summary>Translates sentences, one result each.</summary>
    /// <exception cref="TranslationException">The model failed.</exception>
    Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken);

    /// <summary>Translates a sentence so that the result contains phrases.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="required">Phrases in the target language.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Null if the model cannot do that, or not with these phrases.</returns>
    /// <exception cref="TranslationException">The model failed.</exception>
    Task<TranslatedSentence?> TranslateWithAsync(string sentence, IReadOnlyList<string> required, CancellationToken cancellationToken);
}
