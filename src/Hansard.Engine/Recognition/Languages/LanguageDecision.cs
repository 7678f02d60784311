namespace Hansard.Engine.Recognition.Languages;

/// <summary>What language a stretch of speech is in, as far as its sound tells.</summary>
/// <param name="Language">The likeliest, with what is before and after it taken into account.</param>
/// <param name="Alternatives">
/// Languages that are nearly as likely, the likeliest first, and how much less likely each is, as a difference of logarithms; empty where
/// there is no doubt.
/// </param>
internal sealed record LanguageDecision(string Language, IReadOnlyList<(string Language, double Deficit)> Alternatives)
{
    /// <summary>Two stretches of the same language that are recognised together: only what may be true of both remains in doubt.</summary>
    public LanguageDecision With(LanguageDecision other) => new(
        Language,
        [.. from mine in Alternatives join theirs in other.Alternatives on mine.Language equals theirs.Language select (mine.Language, Math.Max(mine.Deficit, theirs.Deficit))]);
}
