namespace Hansard.Engine.Recognition.Languages;

/// <summary>The language of a stretch of speech, as far as its sound tells.</summary>
/// <param name="Language">
/// The likeliest, with what is before and after it taken into account; null if neither the model nor a hint tells it.
/// </param>
/// <param name="Alternatives">Languages that are nearly as likely, the likeliest first; empty where there is no doubt.</param>
internal sealed record LanguageDecision(string? Language, IReadOnlyList<LanguageAlternative> Alternatives)
{
    /// <summary>Two stretches of the same language that are recognised together: only what may be true of both remains in doubt.</summary>
    public LanguageDecision With(LanguageDecision other) => new(
        Language,
        [
            .. from mine in Alternatives
               join theirs in other.Alternatives on mine.Language equals theirs.Language
               select new LanguageAlternative(mine.Language, Math.Max(mine.Deficit, theirs.Deficit)),
        ]);
}
