using System.Collections.Frozen;

namespace Hansard.Server.Languages;

/// <summary>The language codes of ISO 639, parts 1 to 3 and 5.</summary>
/// <remarks>
/// <c>iso639.txt</c> lists the codes of the registration authorities, separated by blanks; <c>code=other</c> where another code for the language is
/// the usual one (the two-letter one, and today's one for withdrawn codes such as jw).
/// </remarks>
internal static class IsoLanguages
{
    private static readonly FrozenDictionary<string, string> Usual = Load();

    /// <summary>The usual code of a language.</summary>
    /// <param name="code">Any code, in any case.</param>
    /// <returns>The two-letter code where there is one, in lower case; null when this is no code of ISO 639.</returns>
    public static string? Canonical(string code) => Usual.GetValueOrDefault(code.ToLowerInvariant());

    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(IsoLanguages).Assembly.GetManifestResourceStream("iso639.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('='))
            .ToFrozenDictionary(entry => entry[0], entry => entry[^1], StringComparer.Ordinal);
    }
}
