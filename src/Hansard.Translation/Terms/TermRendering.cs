namespace Hansard.Translation.Terms;

/// <summary>Checks that a translation has the terms it should, and writes them exactly as given.</summary>
internal static class TermRendering
{
    /// <summary>The terms whose target is missing, or is there less often than it should be.</summary>
    public static IReadOnlyList<TermSpan> Missing(string translation, IReadOnlyList<TermSpan> spans) =>
    [
        .. spans.GroupBy(s => s.Target, StringComparer.OrdinalIgnoreCase)
            .Where(g => TermMatcher.Occurrences(translation, g.Key).Count() < g.Count()).SelectMany(g => g).OrderBy(s => s.Start),
    ];

    /// <summary>
    /// Writes every term exactly as given; only where it begins the translation and was spoken with a capital that the term itself
    /// does not have, it gets one.
    /// </summary>
    /// <param name="translation">With all terms in it, in any case.</param>
    /// <param name="source">The sentence that was translated.</param>
    /// <param name="spans">The places of the terms in it.</param>
    public static string AsGiven(string translation, string source, IReadOnlyList<TermSpan> spans)
    {
        var capital = source.FirstOrDefault(char.IsLetterOrDigit) is var first && char.IsUpper(first);
        foreach (var target in spans.Select(s => s.Target).Distinct(StringComparer.Ordinal).OrderBy(t => t.Length))
        {
            foreach (var at in TermMatcher.Occurrences(translation, target).ToArray())
            {
                var begins = !translation.Take(at).Any(char.IsLetterOrDigit);
                var text = begins && capital && IsPlain(target) ? char.ToUpperInvariant(target[0]) + target[1..] : target;
                translation = string.Concat(translation.AsSpan(0, at), text, translation.AsSpan(at + target.Length));
            }
        }

        return translation;
    }

    // "ictus", not "iPhone".
    private static bool IsPlain(string term) => char.IsLower(term[0]) && !term.Any(char.IsUpper);
}
