namespace Hansard.Engine.Translation;

/// <summary>Given translation of a term, whatever the model would say.</summary>
/// <param name="Source">As it is spoken.</param>
/// <param name="Target">As it is to be written in the translation.</param>
public sealed record TranslationTerm(string Source, string Target);
