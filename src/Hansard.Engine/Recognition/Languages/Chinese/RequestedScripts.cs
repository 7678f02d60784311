namespace Hansard.Engine.Recognition.Languages.Chinese;

/// <summary>The scripts that a caller asks for, by the tags of the languages.</summary>
/// <param name="Chinese">For speech in zh; null: as recognised.</param>
/// <param name="Cantonese">For speech in yue; null: as recognised.</param>
internal sealed record RequestedScripts(ChineseScript? Chinese, ChineseScript? Cantonese)
{
    /// <summary>Indicates whether all is written as it is recognised.</summary>
    public bool IsEmpty => (Chinese ?? Cantonese) is null;

    /// <summary>Reads the tags of a caller.</summary>
    /// <param name="language">The only language; null if there may be others.</param>
    /// <param name="hints">Likely ones. No meaning with <paramref name="language"/>.</param>
    public static RequestedScripts From(string? language, IReadOnlyList<string> hints)
    {
        var tags = language is null ? hints : [language];
        return new RequestedScripts(Only(tags, ChineseTag.Chinese), Only(tags, ChineseTag.Cantonese));
    }

    /// <summary>Gets the script for speech in a language.</summary>
    /// <param name="language">ISO 639-1, or yue; null if it is not known.</param>
    /// <returns>Null where it is written as recognised.</returns>
    public ChineseScript? Of(string? language) => language switch
    {
        ChineseTag.Chinese => Chinese,
        ChineseTag.Cantonese => Cantonese,
        _ => null,
    };

    // Simplified and Traditional contradict each other; the forms of several regions do not, and the first one's are as good as any.
    private static ChineseScript? Only(IReadOnlyList<string> tags, string language)
    {
        ChineseScript[] scripts =
            [.. tags.Where(tag => LanguageCodes.OfTag(tag) == language).Select(ChineseTag.ScriptOf).OfType<ChineseScript>().Distinct()];
        if (scripts.Length == 0) return null;
        if (scripts.Contains(ChineseScript.Simplified)) return scripts.Length == 1 ? ChineseScript.Simplified : null;
        return scripts.FirstOrDefault(script => script is not ChineseScript.Traditional, ChineseScript.Traditional);
    }
}
