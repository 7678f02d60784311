namespace Hansard.Engine.Translation;

/// <summary>Pairs of languages as people read them.</summary>
internal static class LanguagePairs
{
    /// <summary>Lists pairs by their target.</summary>
    /// <param name="pairs">In any order.</param>
    /// <param name="most">Sources of one target that are named; of more, only the number is told.</param>
    /// <returns>As in <c>de or fr to en; en to pt</c>; <c>none</c> without pairs.</returns>
    public static string Describe(IEnumerable<LanguagePair> pairs, int most = int.MaxValue)
    {
        var targets = pairs.GroupBy(pair => pair.Target, pair => pair.Source).OrderBy(group => group.Key, StringComparer.Ordinal);
        var described = string.Join("; ", targets.Select(group => $"{Sources([.. group])} to {group.Key}"));
        return described.Length == 0 ? "none" : described;

        string Sources(IReadOnlyCollection<string> sources)
            => sources.Count > most ? $"{sources.Count} languages" : string.Join(" or ", sources.Order(StringComparer.Ordinal));
    }
}
