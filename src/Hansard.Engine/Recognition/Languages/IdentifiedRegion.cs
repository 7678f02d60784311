namespace Hansard.Engine.Recognition.Languages;

/// <summary>A speech region and the languages that it may be in.</summary>
/// <param name="Start">Seconds from the start of the recording.</param>
/// <param name="End">Seconds from the start of the recording.</param>
/// <param name="Languages">The likeliest first.</param>
internal readonly record struct IdentifiedRegion(double Start, double End, IReadOnlyList<LanguageProbability> Languages);
