using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Recognition;

/// <summary>Decides a window's language when the model has heard it, so that it need not be encoded for that alone.</summary>
internal interface ILanguageChoice
{
    /// <summary>Only these are possible; null for all.</summary>
    IReadOnlyCollection<string>? Among { get; }

    /// <summary>The language to recognise in.</summary>
    /// <param name="heard">Probabilities of all that are possible, the likeliest first.</param>
    string Choose(IReadOnlyList<LanguageProbability> heard);
}
