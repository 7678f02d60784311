namespace Hansard.Engine.Translation;

/// <summary>Pairs of languages as people read them.</summary>
internal static class LanguagePairs
{
    /// <returns>As in <c>de or fr to en; en to pt</c>; <c>none</c> without pairs.</returns>
    public static string Describe(IEnumerable<LanguagePair> pairs)
    {
        var targets = pairs.GroupBy(pair => pair.Target, pair => pair.Source).OrderBy(group => group.Key, StringComparer.Ordinal);
        var described = string.Join(
            "; ", targets.Select(group => $"{string.Join(" or ", group.Order(StringComparer.Ordinal))} to {group.Key}"));
        return described.Length == 0 ? "none" : described;
    }
}
