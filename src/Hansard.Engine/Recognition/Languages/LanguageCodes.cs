using System.Collections.Frozen;

namespace Hansard.Engine.Recognition.Languages;

/// <summary>The language codes of ISO 639, parts 1 to 3 and 5, and the tags of BCP 47 that begin with one.</summary>
/// <remarks>
/// <c>iso639.txt</c> lists the codes of the registration authorities, separated by blanks; <c>code=other</c> where another code for the
/// language is the usual one (the two-letter one, and today's one for withdrawn codes such as jw).
/// </remarks>
internal static class LanguageCodes
{
    private static readonly FrozenDictionary<string, string> Usual = Load();

    /// <summary>The usual code of a language.</summary>
    /// <param name="code">Any code, in any case.</param>
    /// <returns>The two-letter code where there is one, in lower case; null when this is no code of ISO 639.</returns>
    public static string? Canonical(string code) => Usual.GetValueOrDefault(code.ToLowerInvariant());

    /// <summary>
    /// The usual code of the language of a tag, whatever script or region it names: <c>en-US</c> is <c>en</c>, <c>zh_Hant_TW</c> is
    /// <c>zh</c>.
    /// </summary>
    /// <param name="tag">A code or a tag, in any case.</param>
    /// <returns>As <see cref="Canonical"/>; null when it begins with no code of ISO 639.</returns>
    public static string? OfTag(string tag) => Canonical(tag.Split('-', '_')[0]);

    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(LanguageCodes).Assembly.GetManifestResourceStream("Hansard.Engine.Recognition.Languages.iso639.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('='))
            .ToFrozenDictionary(entry => entry[0], entry => entry[^1], StringComparer.Ordinal);
    }
}
