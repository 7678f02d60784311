namespace Hansard.Engine.Translation;

/// <summary>Translates sentences from one language into another. Thread-safe.</summary>
public interface ITranslator
{
    /// <summary>Name for logs and lists: <c>firefox-translations/en-pt</c>.</summary>
    string Name { get; }

    /// <summary>The languages.</summary>
    LanguagePair Pair { get; }

    /// <summary>Quality of the translations.</summary>
    TranslationQuality Quality { get; }

    /// <summary>Translates sentences.</summary>
    /// <param name="sentences">One sentence each.</param>
    /// <param name="terms">Terms that are to be rendered as given.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One translation a sentence, in order; empty where there is nothing to translate.</returns>
    /// <exception cref="TranslationException">The translator failed.</exception>
    Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        IReadOnlyList<string> sentences, IReadOnlyList<TranslationTerm> terms, CancellationToken cancellationToken);
}
