namespace Hansard.Engine.Recognition.Languages;

/// <summary>Prior knowledge of the languages of a recording: one, a few likely ones, or nothing.</summary>
internal sealed class LanguagePrior
{
    /// <summary>
    /// Prior odds of a hinted language against another. Speech of two seconds in a language that was not hinted is still told by its sound:
    /// the model then gives it a hundred times the probability of any other.
    /// </summary>
    private const double HintWeight = 30;

    private readonly IReadOnlyList<string> _hints;

    private LanguagePrior(IReadOnlyList<string> hints, bool strict, IReadOnlyCollection<string> known)
    {
        _hints = hints;
        Assumed = hints.Count > 0 ? hints[0] : known.Count == 1 ? known.First() : null;
        Among = strict && hints.Count > 0 ? hints : null;
    }

    /// <summary>The only languages that are possible; null for all.</summary>
    public IReadOnlyCollection<string>? Among { get; }

    /// <summary>The language of everything, which need not be identified; null if there are several.</summary>
    public string? Only => Among?.Count == 1 ? Among.First() : null;

    /// <summary>
    /// The language that speech is taken to be in where the model cannot tell: the first hint, or the model's only language; null if
    /// there is neither.
    /// </summary>
    public string? Assumed { get; }

    /// <summary>
    /// Takes what a caller says of the languages: codes of ISO 639 or tags that begin with one. Hinted languages that the model lacks are
    /// left out.
    /// </summary>
    /// <param name="language">The only one; null if there may be others.</param>
    /// <param name="hints">Likely ones. No meaning with <paramref name="language"/>.</param>
    /// <param name="strict">Whether only <paramref name="hints"/> are possible.</param>
    /// <param name="known">Languages of the model.</param>
    /// <exception cref="ArgumentException">A code is not one, the model lacks the one language, or strict hints leave none.</exception>
    public static LanguagePrior From(string? language, IReadOnlyList<string> hints, bool strict, IReadOnlyCollection<string> known)
    {
        if (language is not null)
        {
            return LanguageCodes.OfTag(language) is { } only && known.Contains(only)
                ? new LanguagePrior([only], strict: true, known)
                : throw new ArgumentException(
                    $"The model does not know the language '{language}'. It knows {string.Join(", ", known.Order())}.");
        }
        string[] usable = [.. hints.Select(Code).Where(known.Contains).Distinct()];
        return !strict || usable.Length > 0 || hints.Count == 0
            ? new LanguagePrior(usable, strict, known)
            : throw new ArgumentException(
                $"The model knows none of the languages {string.Join(", ", hints)}, and no other is allowed. "
                    + $"It knows {string.Join(", ", known.Order())}.");
    }

    /// <summary>Weighs what was identified by what was known before.</summary>
    /// <param name="identified">Probabilities of all languages that are possible.</param>
    /// <returns>The likeliest first.</returns>
    public IReadOnlyList<LanguageProbability> Weigh(IReadOnlyList<LanguageProbability> identified)
    {
        if (_hints.Count == 0) return identified;
        var weighted = identified.Select(
            h => h with { Probability = h.Probability * (_hints.Contains(h.Language) ? HintWeight : 1) }).ToArray();
        var sum = weighted.Sum(w => w.Probability);
        return [.. weighted.Select(w => w with { Probability = w.Probability / sum }).OrderByDescending(w => w.Probability)];
    }

    private static string Code(string hint) => LanguageCodes.OfTag(hint)
        ?? throw new ArgumentException($"'{hint}' is not the code of a language: ISO 639 has codes such as en, pt or zh.");
}
