namespace Hansard.Engine.Recognition.Languages;

/// <summary>A language that is nearly as likely as the likeliest.</summary>
/// <param name="Language">Its code.</param>
/// <param name="Deficit">How much less likely it is, as a difference of logarithms.</param>
internal readonly record struct LanguageAlternative(string Language, double Deficit);
