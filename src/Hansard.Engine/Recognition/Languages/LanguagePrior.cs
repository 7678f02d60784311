namespace Hansard.Engine.Recognition.Languages;

/// <summary>What is known of the languages of a recording before it is heard: one, a few likely ones, or nothing.</summary>
internal sealed class LanguagePrior
{
    /// <summary>
    /// How much likelier a hinted language is than another before anything is heard. Speech of two seconds in a language that was not hinted is
    /// still told by its sound: the model then gives it a hundred times the probability of any other.
    /// </summary>
    private const double HintWeight = 30;

    private readonly HashSet<string> _hints;

    private LanguagePrior(HashSet<string> hints, bool strict)
    {
        _hints = hints;
        Among = strict && hints.Count > 0 ? hints : null;
    }

    /// <summary>The only languages that are possible; null for all.</summary>
    public IReadOnlyCollection<string>? Among { get; }

    /// <summary>The language of everything, which need not be identified; null if there are several.</summary>
    public string? Only => Among?.Count == 1 ? Among.First() : null;

    /// <summary>Reads options. Hinted languages that the model lacks are left out.</summary>
    /// <param name="options">Languages as codes of ISO 639 or tags that begin with one.</param>
    /// <param name="known">What the model knows.</param>
    /// <exception cref="ArgumentException">A code is not one, the model lacks the one language, or strict hints leave none.</exception>
    public static LanguagePrior From(TranscriptionOptions options, IReadOnlyCollection<string> known)
    {
        if (options.Language is { } language)
        {
            return LanguageCodes.OfTag(language) is { } only && known.Contains(only)
                ? new LanguagePrior([only], strict: true)
                : throw new ArgumentException($"The model does not know the language '{language}'. It knows {string.Join(", ", known.Order())}.");
        }
        HashSet<string> hints = [.. options.LanguageHints.Select(Code).Where(known.Contains)];
        return !options.LanguageHintsStrict || hints.Count > 0 || options.LanguageHints.Count == 0
            ? new LanguagePrior(hints, options.LanguageHintsStrict)
            : throw new ArgumentException($"The model knows none of the languages {string.Join(", ", options.LanguageHints)}, and no other is allowed. It knows {string.Join(", ", known.Order())}.");
    }

    /// <summary>Weighs what was heard by what was known before.</summary>
    /// <param name="heard">Probabilities of all languages that are possible.</param>
    /// <returns>The likeliest first.</returns>
    public IReadOnlyList<(string Language, double Probability)> Weigh(IReadOnlyList<(string Language, double Probability)> heard)
    {
        if (_hints.Count == 0) return heard;
        var weighted = heard.Select(h => (h.Language, Probability: h.Probability * (_hints.Contains(h.Language) ? HintWeight : 1))).ToArray();
        var sum = weighted.Sum(w => w.Probability);
        return [.. weighted.Select(w => (w.Language, w.Probability / sum)).OrderByDescending(w => w.Item2)];
    }

    private static string Code(string hint) => LanguageCodes.OfTag(hint)
        ?? throw new ArgumentException($"'{hint}' is not the code of a language: ISO 639 has codes such as en, pt or zh.");
}
