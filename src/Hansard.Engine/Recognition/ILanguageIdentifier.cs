using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Recognition;

/// <summary>A speech model that tells the language of speech before it recognises it.</summary>
internal interface ILanguageIdentifier
{
    /// <summary>Probabilities of the languages of each part of a window, the likeliest first.</summary>
    /// <param name="window">At most as long as what is recognised at once.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    IReadOnlyList<IReadOnlyList<LanguageProbability>> Identify(SpokenWindow window, IReadOnlyCollection<string>? among);
}
