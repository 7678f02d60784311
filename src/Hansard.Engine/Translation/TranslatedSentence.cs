namespace Hansard.Engine.Translation;

/// <summary>A translation.</summary>
/// <param name="Text">The sentence in the target language.</param>
/// <param name="Confidence">0 to 1: how sure the model is of its words; a fixed value where it does not say.</param>
public sealed record TranslatedSentence(string Text, double Confidence);
