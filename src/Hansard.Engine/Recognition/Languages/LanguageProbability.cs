namespace Hansard.Engine.Recognition.Languages;

/// <summary>How likely a language is.</summary>
/// <param name="Language">ISO 639-1, or a longer code where there is none.</param>
/// <param name="Probability">0 to 1.</param>
internal readonly record struct LanguageProbability(string Language, double Probability);
