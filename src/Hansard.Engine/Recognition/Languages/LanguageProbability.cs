namespace Hansard.Engine.Recognition.Languages;

/// <summary>A language and its probability.</summary>
/// <param name="Language">ISO 639-1, or a longer code where there is none.</param>
/// <param name="Probability">0 to 1.</param>
internal readonly record struct LanguageProbability(string Language, double Probability);
