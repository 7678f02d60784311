namespace Hansard.Translation;

/// <summary>Languages so close to each other that rules translate between them well: they share order, grammar and most words.</summary>
internal static class RelatedLanguages
{
    private static readonly string[][] Groups =
    [
        ["an", "ca", "es", "gl", "oc", "pt"], ["da", "nb", "nn", "no", "sv"], ["bg", "mk"], ["bs", "hr", "sh", "sl", "sr"],
        ["be", "ru", "uk"], ["cs", "pl", "sk"],
        ["id", "ms"], ["hi", "ur"], ["af", "nl"], ["kk", "tt"],
    ];

    /// <summary>Determines whether both languages of a pair are of one group.</summary>
    public static bool Are(LanguagePair pair) => Array.Exists(Groups, group => group.Contains(pair.Source) && group.Contains(pair.Target));
}
