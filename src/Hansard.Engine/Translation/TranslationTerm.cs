namespace Hansard.Engine.Translation;

/// <summary>How a term is to be translated, whatever the model would say.</summary>
/// <param name="Source">As it is spoken.</param>
/// <param name="Target">As it is to be written in the translation.</param>
public sealed record TranslationTerm(string Source, string Target);
