using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Recognition;

/// <summary>A speech model that tells the language of speech before it recognises it.</summary>
internal interface ILanguageIdentifier
{
    /// <summary>Probabilities of the languages of a stretch of speech, the likeliest first.</summary>
    /// <param name="speech">16 kHz mono.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    IReadOnlyList<LanguageProbability> Identify(ReadOnlySpan<float> speech, IReadOnlyCollection<string>? among);
}
