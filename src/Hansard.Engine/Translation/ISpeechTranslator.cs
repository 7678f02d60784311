using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Translation;

/// <summary>Translates what is said in one recording from the recording itself.</summary>
internal interface ISpeechTranslator
{
    /// <summary>Determines whether the model can translate from one language into another.</summary>
    bool Translates(LanguagePair pair);

    /// <summary>Translates sentences.</summary>
    /// <param name="pair">The languages.</param>
    /// <param name="sentences">Times of the sentences, in order.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One translation a sentence, in order; empty where nothing was recognised.</returns>
    /// <exception cref="IOException">The recording can no longer be read.</exception>
    Task<IReadOnlyList<TranslatedSentence>> TranslateAsync(
        LanguagePair pair, IReadOnlyList<TimeRange> sentences, CancellationToken cancellationToken);
}
