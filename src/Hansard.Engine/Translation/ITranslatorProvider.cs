namespace Hansard.Engine.Translation;

/// <summary>The translators that an engine may use, chosen by the pair of languages. Thread-safe.</summary>
public interface ITranslatorProvider
{
    /// <summary>All pairs that can be translated, each once.</summary>
    IReadOnlyCollection<AvailableTranslation> Pairs { get; }

    /// <summary>The translator of a pair, loaded if it is not yet; null if there is none.</summary>
    /// <exception cref="TranslationException">It is there and cannot be loaded.</exception>
    ITranslator? Find(LanguagePair pair);
}
